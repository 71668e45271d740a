import * as Plot from "@observablehq/plot"
import { draw } from "../drawing.ts"
import { decades } from "../logarithmic.ts"
import type { CoefficientRecord } from "../report-data.ts"
import { curveMarks, seriesAt } from "../series.ts"

/** Orders are drawn side by side within this part of the room of a degree. */
const SPREAD = 0.64

/** Coefficients further from zero than so many standard errors are drawn full. */
const CLEAR = 2

/** Sizes of the coefficients of a basis against their degree, coloured by order, with their root mean squares as lines. */
export function coefficientFigure(members: readonly CoefficientRecord[], orders: readonly number[]): string {
  const shift = (order: number): number => (orders.length < 2 ? 0 : SPREAD * (orders.indexOf(order) / (orders.length - 1) - 0.5))
  const points = members
    .filter(({ value }) => value !== 0)
    .map(({ order, degree, value, standardError }) => ({
      x: degree + shift(order),
      y: Math.abs(value),
      order: String(order),
      opacity: standardError !== undefined && Math.abs(value) > CLEAR * standardError ? 0.8 : 0.25,
    }))
  const looks = orders.map((_, k) => seriesAt(k))
  const means = meanSizes(members, shift)
  const [unit] = members.map((one) => (one.unit === "1" ? "" : ` [${one.unit}]`))
  return draw(
    {
      width: 720,
      height: 320,
      marginLeft: 64,
      marginTop: 28,
      marginBottom: 42,
      grid: true,
      x: { label: "degree →" },
      y: { ...decades(points.map(({ y }) => y)), label: `↑ |coefficient|${unit}` },
      color: { domain: orders.map(String), range: looks.map(({ colour }) => colour) },
      symbol: { domain: orders.map(String), range: looks.map(({ symbol }) => symbol) },
      opacity: { type: "identity" },
      marks: [
        ...curveMarks(
          orders.map((order) => ({ points: means.filter((one) => one.order === String(order)) })),
          "x",
          "y",
          { mark: "line", width: 1.5 },
        ),
        Plot.dot(points, {
          x: "x",
          y: "y",
          fill: "order",
          fillOpacity: "opacity",
          stroke: "order",
          strokeOpacity: 0.5,
          strokeWidth: 0.6,
          symbol: "order",
          r: 2.2,
        }),
      ],
    },
    "coefficients by order and degree",
  )
}

interface MeanSize {
  readonly x: number
  readonly y: number
  readonly order: string
}

function meanSizes(members: readonly CoefficientRecord[], shift: (order: number) => number): MeanSize[] {
  return [...Map.groupBy(members, ({ order, degree }) => `${order} ${degree}`).values()]
    .map((own) => {
      const [{ order, degree }] = own
      const y = Math.sqrt(own.reduce((sum, { value }) => sum + value * value, 0) / own.length)
      return { x: degree + shift(order), y, order: String(order) }
    })
    .filter(({ y }) => y > 0)
    .sort((a, b) => a.x - b.x)
}
