import type { ParameterLayout } from "./parameters.ts"
import { gaugeAlong, type Gauge } from "./gauge.ts"

/** The gauge of a constant energy per atom of an element: its parameter at `index`, with the reference energy of the element. */
export function constantGauge(parameters: ParameterLayout, index: number, symbol: string): Gauge {
  return gaugeAlong(
    {
      name: `constant energy of ${symbol}`,
      doc: `${parameters[index].key} more by c with the reference energy of ${symbol} less by c`,
      energies: { [symbol]: 1 },
    },
    (theta) => theta.map((_, k) => (k === index ? 1 : 0)),
  )
}
