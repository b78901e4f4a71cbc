'use client'

import { useState } from 'react'
import { Input } from '@/components/ui/input'
import type { VariantEditValues } from '@/lib/catalog/model'

type StockFieldProps = { id: string; values: VariantEditValues; isPending: boolean; labelStyle: string }

/** How many can be sold, or no limit: writing a number takes the limit back. */
export function StockField({ id, values, isPending, labelStyle }: StockFieldProps) {
  const [isUnlimited, setUnlimited] = useState(values.isUnlimited)
  return (
    <div className="grid min-w-0 gap-0.5">
      <label htmlFor={`${id}-stock`} className={labelStyle}>
        Stock
      </label>
      <div className="flex items-center gap-2">
        <Input
          id={`${id}-stock`}
          name="stock"
          inputMode="numeric"
          readOnly={isPending}
          autoComplete="off"
          defaultValue={values.stock}
          onChange={(event) => setUnlimited(event.target.value === '')}
          className="min-h-9 w-20 px-2 py-1 text-right tabular-nums md:text-sm"
        />
        <label className="flex items-center gap-1.5 text-xs">
          <input
            type="checkbox"
            name="unlimited"
            checked={isUnlimited}
            onChange={(event) => setUnlimited(event.target.checked)}
            className="size-4"
          />
          unlimited
        </label>
      </div>
    </div>
  )
}
