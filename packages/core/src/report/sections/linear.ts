import { choiceFigure, type ChoiceCurve } from "../figures/choice.ts"
import { comparisonFigure } from "../figures/comparison.ts"
import { learningFigure } from "../figures/learning.ts"
import { paretoFigure } from "../figures/pareto.ts"
import type { CurveErrors, LinearRecord } from "../linear-data.ts"
import type { ReportData } from "../report-data.ts"
import { legend } from "../series.ts"
import { escapeHtml } from "../text.ts"
import { captioned, row, section } from "./section.ts"

/** What other balances, strengths or models would have given. */
export function choiceSection({ linear }: ReportData): string {
  if (!linear) return ""
  const balances = balanceFigures(linear)
  const figures = [...balances, ...penaltyFigure(linear), ...comparison(linear)]
  if (figures.length === 0) return ""
  return section(
    "What was chosen, and what else there was",
    `Everything but what the axis says is as chosen.${balances.length > 0 ? " ×10 at a point: energies weigh ten times as much beside forces and stresses." : ""} The ring is the choice.`,
    row(figures),
  )
}

/** Errors against the amount of data. */
export function learningSection({ linear }: ReportData): string {
  if (!linear || linear.learning.length < 2) return ""
  const { learning, properties } = linear
  const figures = properties.flatMap(({ name }, p) =>
    learning.some(({ heldOut }) => heldOut[p] !== null)
      ? [captioned(`${capital(escapeHtml(name))} errors against the size of the training set.`, learningFigure(learning, properties, p))]
      : [],
  )
  return section(
    "Learning curve",
    "Fits to part of the training data, at the same weights and penalties, tested on a part that none of them saw. Where curves meet, more data of the same kind bring nothing, and a larger basis may; where a gap is left, more data help.",
    legend(["training", "held out"]) + row(figures, "three"),
  )
}

function balanceFigures({ balances, properties }: LinearRecord): string[] {
  const energy = properties.findIndex(({ name }) => name === "energy")
  const force = properties.findIndex(({ name }) => name === "force")
  const validated = balances.some(({ heldOut }) => heldOut !== null)
  if (energy < 0 || force < 0 || balances.length < 2) return []
  const front = legend(validated ? ["training", "held out"] : ["training"]) + paretoFigure(balances, properties, energy, force)
  const caption = "Energy errors against force errors at other balances of the two; the ring is the choice."
  if (!validated) return [captioned(caption, front)]
  const curves = properties.map(({ name }, p): ChoiceCurve =>
    relative(
      name,
      balances.map(({ ratio, heldOut }) => ({ factor: ratio, error: heldOut?.[p] ?? null })),
    ),
  )
  const used = curves.filter(({ points }) => points.length > 1)
  return [
    captioned(caption, front),
    captioned(
      "Errors on data held out against the weight of energies.",
      legend(used.map(({ name }) => name)) +
        choiceFigure(used, "weight of energies beside that chosen", "errors against the weight of energies"),
    ),
  ]
}

/** Errors over that at factor 1; nothing where there is none. */
function relative(name: string, points: readonly { readonly factor: number; readonly error: number | null }[]): ChoiceCurve {
  const chosen = points.find(({ factor }) => factor === 1)?.error
  return { name, points: chosen ? points.flatMap(({ factor, error }) => (error === null ? [] : [{ factor, error: error / chosen }])) : [] }
}

function penaltyFigure({ penaltyCurves }: LinearRecord): string[] {
  const curves = penaltyCurves.map(({ name, points }) =>
    relative(
      name,
      points.map(({ factor, heldOut }) => ({ factor, error: geometricMean(heldOut) })),
    ),
  )
  const used = curves.filter(({ points }) => points.length > 1)
  if (used.length === 0) return []
  const figure = choiceFigure(used, "strength of a penalty beside that chosen", "errors against strengths of penalties")
  return [
    captioned(
      "Errors on data held out against the strength of each penalty, geometric mean of all properties.",
      legend(used.map(({ name }) => name)) + figure,
    ),
  ]
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function geometricMean(errors: CurveErrors): number | null {
  const known = errors.filter((error) => error !== null)
  return known.length === 0 ? null : Math.exp(known.reduce((sum, error) => sum + Math.log(error), 0) / known.length)
}

function comparison({ comparison: compared }: LinearRecord): string[] {
  return compared && compared.points.length > 1
    ? [captioned(`Models by ${escapeHtml(compared.axis)}; the ring is the choice.`, comparisonFigure(compared))]
    : []
}
