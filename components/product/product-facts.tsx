export function ProductFacts({ facts }: { facts: { label: string; value: string }[] }) {
  if (facts.length === 0) return null
  return (
    <table className="w-full border-collapse text-left text-sm">
      <caption className="sr-only">Facts</caption>
      <tbody>
        {facts.map((fact) => (
          <tr key={fact.label} className="border-line border-t last:border-b">
            <th scope="row" className="w-2/5 py-2.5 pr-4 align-top font-normal text-muted">
              {fact.label}
            </th>
            <td className="py-2.5">{fact.value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
