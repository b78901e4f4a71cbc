// Preloaded for dependency-cruiser, which cannot read TypeScript 7 yet: for it alone `typescript` means the version 6
// that is installed beside it. Without one it would quietly look at JavaScript files only.
import { registerHooks } from 'node:module'

registerHooks({
  resolve(specifier, context, next) {
    const isCruiser = context.parentURL?.includes('/dependency-cruiser/')
    const asked = isCruiser ? specifier.replace(/^typescript(?=\/|$)/, 'typescript-for-boundaries') : specifier
    return next(asked, context)
  },
})
