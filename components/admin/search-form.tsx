import { Search } from 'lucide-react'
import Form from 'next/form'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'

type SearchFormProps = {
  /** The page that lists what is found. */
  action: string
  label: string
  placeholder: string
  search: string
  /** Other parts of the list's state that stay. */
  kept?: Record<string, string | null>
}

export function SearchForm({ action, label, placeholder, search, kept = {} }: SearchFormProps) {
  return (
    <Form action={action} role="search" prefetch={false} className="flex w-full max-w-xl gap-2">
      <label htmlFor="search" className="sr-only">
        {label}
      </label>
      <Input
        id="search"
        name="q"
        type="search"
        defaultValue={search}
        key={search}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        className="min-h-9 py-1 md:text-sm"
      />
      {Object.entries(kept).map(
        ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
      )}
      <Button type="submit" size="small" className="min-h-9">
        <Search aria-hidden strokeWidth={1.5} />
        Search
      </Button>
    </Form>
  )
}
