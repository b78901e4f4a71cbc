/** The look of everything one types into or chooses from. 16 px on phones, so that iOS does not zoom in. */
export const controlStyles =
  'min-h-11 w-full rounded-md border border-line-strong bg-surface px-3 py-2 text-base text-ink placeholder:text-muted transition-colors hover:border-ink aria-invalid:border-bad aria-invalid:border-2 disabled:opacity-60'
