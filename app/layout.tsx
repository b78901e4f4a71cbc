import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { getShop } from '@/lib/catalog/cached'
import { displayFont, textFont } from './fonts/fonts'
import './globals.css'

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbf8f2' },
    { media: '(prefers-color-scheme: dark)', color: '#0f131c' },
  ],
}

export async function generateMetadata(): Promise<Metadata> {
  const shop = await getShop()
  return {
    metadataBase: new URL(shop.appUrl),
    title: { default: shop.name, template: `%s · ${shop.name}` },
    applicationName: shop.name,
    icons: { icon: [{ url: '/icon.svg', type: 'image/svg+xml' }], apple: '/apple-touch-icon.png' },
    openGraph: { siteName: shop.name, images: ['/pictures/og/shop.png'] },
    twitter: { card: 'summary_large_image' },
    formatDetection: { telephone: false, email: false, address: false },
  }
}

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" className={`${displayFont.variable} ${textFont.variable}`}>
      <body>{children}</body>
    </html>
  )
}
