import type { MotionSuite } from "../motion/motion-suite.ts"
import type { Figure } from "./figure.ts"
import type { PropertyValue } from "./property-value.ts"
import type { MeasuredPart, SuiteName } from "./suites.ts"

/** A number of a suite beside what it is compared with, all in its unit. */
export interface PropertyRecord {
  readonly key: string
  readonly part: string
  readonly label: string
  readonly unit: string
  readonly value: number | null
  readonly standardError: number | null
  readonly reference: number | null
  /** `100 (value/reference − 1)` */
  readonly deviation: number | null
  readonly trouble: string | null
}

/** What a suite found: plain data. */
export interface PropertiesRecord {
  readonly suite: SuiteName | MotionSuite
  /** What was looked at: `fcc Cu`, or the name of a file. */
  readonly subject: string
  /** Where reference values are from. */
  readonly reference: string | null
  readonly properties: readonly PropertyRecord[]
  readonly parts: readonly {
    readonly name: string
    readonly title: string
    readonly remarks: readonly string[]
    readonly figures: readonly Figure[]
  }[]
}

/** The parts of a suite beside reference values, in the units of the values. */
export function propertiesRecord(
  about: Pick<PropertiesRecord, "suite" | "subject" | "reference">,
  measured: readonly MeasuredPart[],
  references: ReadonlyMap<string, number>,
): PropertiesRecord {
  return {
    ...about,
    properties: measured.flatMap(({ name, values }) =>
      values.map((property) => propertyRecord(name, property, references.get(property.key))),
    ),
    parts: measured.map(({ name, title, remarks, figures }) => ({ name, title, remarks, figures: figures.flatMap(drawable) })),
  }
}

/** A figure without what is no number: points of curves are not known there, and of bands none is drawn. */
function drawable(figure: Figure): readonly Figure[] {
  if (figure.kind === "bands") return figure.branches.every((branch) => branch.every(Number.isFinite)) ? [figure] : []
  const curves = figure.curves.map((curve) => ({
    ...curve,
    points: curve.points.map(({ x, y }) => ({ x, y: y !== null && Number.isFinite(y) ? y : null })),
  }))
  return curves.some(({ points }) => points.some(({ y }) => y !== null)) ? [{ ...figure, curves }] : []
}

function propertyRecord(part: string, property: PropertyValue, reference: number | undefined): PropertyRecord {
  const { key, label, unit, value, standardError, trouble } = property
  const deviation = value !== null && reference ? 100 * (value / reference - 1) : null
  return { key, part, label, unit, value, standardError, reference: reference ?? null, deviation, trouble }
}
