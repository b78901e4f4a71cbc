import type { Metadata } from 'next'
import { MissingPage } from './(shop)/missing-page'
import { ShopFrame } from './(shop)/shop-frame'

export const metadata: Metadata = { title: 'Not on the map' }

export default function NotFound() {
  return (
    <ShopFrame>
      <MissingPage />
    </ShopFrame>
  )
}
