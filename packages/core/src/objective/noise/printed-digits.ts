import type { ConfigurationList } from "../../atoms/configuration-list.ts"
import type { Configuration } from "../../atoms/structure.ts"
import { properties, type Property } from "../../observables/property.ts"

/** How the numbers of a file were printed: with so many significant digits, or so many behind the point. */
export interface PrintedDigits {
  readonly by: "digits" | "decimals"
  readonly count: number
}

/** By file: how positions and labels were printed; absent where nothing tells that they were rounded. */
export type Precision = Readonly<Record<string, { readonly [what in Property | "positions"]?: PrintedDigits }>>

/** Numbers with as many significant digits as these may be all that a computer had. */
const FULL = 14
/** Fewer numbers tell nothing of how they were printed. */
const FEWEST = 20
/** Part of the numbers that show all digits there are: nine of ten end in another digit than zero. */
const SHOWN = 0.5
/** Numbers looked at, of each kind in each file. */
const LOOKED_AT = 3000

/**
 * How numbers were printed, from the shortest decimals that read as the same: they are those of the file, less zeros at the end.
 * `undefined` for full precision, for few numbers, and where most end in zeros, as positions of crystals do.
 */
export function printedDigits(values: readonly number[]): PrintedDigits | undefined {
  const shown = values.filter((value) => value !== 0 && Number.isFinite(value)).map(digitsOf)
  if (shown.length < FEWEST) return undefined
  const complete = (by: "digits" | "decimals"): PrintedDigits & { readonly part: number } => {
    const count = Math.max(...shown.map((one) => one[by]))
    return { by, count, part: shown.filter((one) => one[by] === count).length / shown.length }
  }
  const [digits, decimals] = [complete("digits"), complete("decimals")]
  if (digits.count >= FULL) return undefined
  const { by, count, part } = digits.part > decimals.part ? digits : decimals
  return part >= SHOWN ? { by, count } : undefined
}

/** Variance of what rounding took from a printed number: u²/12, with u the unit of its last place. */
export function roundingVariance(value: number, printed: PrintedDigits | undefined): number {
  if (printed === undefined) return 0
  const { by, count } = printed
  // Of zero nothing is told where digits count: it is a number as small as can be.
  if (by === "digits" && value === 0) return 0
  const unit = 10 ** (by === "decimals" ? -count : Number(value.toExponential().split("e")[1]) + 1 - count)
  return (unit * unit) / 12
}

/** How the files that configurations came from were printed. */
export function dataPrecision(configurations: ConfigurationList): Precision {
  const files = new Map<string, Configuration[]>()
  for (const configuration of configurations) {
    const { file } = configuration.origin
    const own = files.get(file)
    if (own) own.push(configuration)
    else files.set(file, [configuration])
  }
  return Object.fromEntries(
    [...files].map(([file, own]) => {
      const found = [
        ["positions", printedDigits(spread(own, ({ structure }) => structure.positions))],
        ...properties.map((property) => [property, printedDigits(spread(own, (one) => labelsOf(one, property)))] as const),
      ] as const
      return [file, Object.fromEntries(found.filter(([, digits]) => digits !== undefined))]
    }),
  )
}

/** Some of the numbers of configurations, evenly spread over them. */
function spread(configurations: readonly Configuration[], valuesOf: (configuration: Configuration) => ArrayLike<number>): number[] {
  const step = Math.max(1, Math.floor(configurations.reduce((sum, one) => sum + valuesOf(one).length, 0) / LOOKED_AT))
  const values: number[] = []
  let at = 0
  for (const configuration of configurations) {
    const own = valuesOf(configuration)
    for (; at < own.length; at += step) values.push(own[at])
    at -= own.length
  }
  return values
}

function labelsOf({ energy, forces, stress }: Configuration, property: Property): ArrayLike<number> {
  if (property === "energy") return energy === undefined ? [] : [energy]
  return (property === "forces" ? forces : stress) ?? []
}

/** Digits of the shortest decimal that is this number. */
function digitsOf(value: number): { readonly digits: number; readonly decimals: number } {
  const [mantissa, exponent] = Math.abs(value).toExponential().split("e")
  const digits = mantissa.length === 1 ? 1 : mantissa.length - 1
  return { digits, decimals: Math.max(0, digits - 1 - Number(exponent)) }
}
