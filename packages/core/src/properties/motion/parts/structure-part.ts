import { symbolOf } from "../../../atoms/elements.ts"
import { plainProperty } from "../../suite/property-value.ts"
import type { MeasuredPart } from "../../suite/suites.ts"
import type { LiquidRecord } from "../liquid/liquid-record.ts"
import { pointsOf } from "./estimated.ts"

/** Radial distribution, structure factor and angles. */
export function structurePart({ distances, waves, transformed, angles, shells }: LiquidRecord): MeasuredPart {
  const pairs = distances.pairs.map((pair, p) => ({ ...pair, name: pair.elements.map(symbolOf).join("-"), shell: shells[p] }))
  const values = pairs.flatMap(({ name, g, coordination, shell }) => {
    const peak = g.reduce((best, value, k) => (value > g[best] ? k : best), 0)
    const last = Math.min(coordination.length, Math.max(1, Math.round(shell / distances.width))) - 1
    return [
      plainProperty(`g.${name}.peak`, `g(r) of ${name}: first peak at`, distances.r[peak], "Å", { dimension: "length" }),
      plainProperty(`g.${name}.height`, `g(r) of ${name}: its height`, g[peak], ""),
      ...(shell > 0
        ? [
            plainProperty(`g.${name}.minimum`, `g(r) of ${name}: first minimum at`, shell, "Å", { dimension: "length" }),
            plainProperty(`g.${name}.neighbours`, `${name}: neighbours up to there`, coordination[last], ""),
          ]
        : []),
    ]
  })
  const peak = waves.total.reduce((best, value, k) => (value > waves.total[best] ? k : best), 0)
  const met = angles.triples.filter(({ perFrame }) => perFrame > 0)
  return {
    name: "structure",
    title: "Structure",
    values: [
      ...values,
      plainProperty("S.peak", "S(q): highest at", waves.q[peak], "1/Å"),
      plainProperty("S.height", "S(q): height there", waves.total[peak], ""),
    ],
    remarks: [],
    figures: [
      {
        kind: "curves",
        key: "g",
        caption: "Radial distribution function",
        x: "distance [Å]",
        y: "g",
        curves: pairs.map(({ name, g }) => ({ name, points: pointsOf(distances.r, g), mark: "line" })),
      },
      {
        kind: "curves",
        key: "S",
        caption: "Structure factor of all atoms alike: from waves that fit into the cell, and by transform of g(r)",
        x: "q [1/Å]",
        y: "S",
        curves: [
          { name: "waves", points: pointsOf(waves.q, waves.total), mark: "dots" },
          { name: "from g(r)", points: pointsOf(transformed.q, transformed.total), mark: "line" },
        ],
      },
      ...(met.length === 0
        ? []
        : [
            {
              kind: "curves" as const,
              key: "angles",
              caption: "Angles between bonds within the first shell",
              x: "angle [degree]",
              y: "density [1/degree]",
              curves: met.map(({ centre, ends, density }) => ({
                name: `${symbolOf(ends[0])}-${symbolOf(centre)}-${symbolOf(ends[1])}`,
                points: pointsOf(angles.angle, density),
                mark: "line" as const,
              })),
            },
          ]),
    ],
  }
}
