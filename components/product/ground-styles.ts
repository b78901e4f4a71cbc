import type { Ground } from '@/lib/catalog/model'

/** The tint behind a category's pictures, as a class. */
export const groundStyles: Record<Ground, string> = {
  paper: 'bg-ground-paper',
  tool: 'bg-ground-tool',
  game: 'bg-ground-game',
  pin: 'bg-ground-pin',
  carry: 'bg-ground-carry',
  digital: 'bg-ground-digital',
}
