import { massOf, numberOf } from "../../../atoms/elements.ts"
import { Failure } from "../../../failure/failure.ts"
import { speciesPair } from "../../../graph/pair-segments.ts"
import type { EamFunctions } from "../functions.ts"
import { closePackedDistances } from "../close-packed.ts"
import { sample } from "../sample.ts"
import { parametersOf, type EamParameters } from "../parameters-of.ts"
import { setflFunctions } from "./potential.ts"
import type { Setfl } from "./setfl.ts"

/** How to tabulate. */
export interface TabulateOptions {
  /** [Å] */
  readonly cutoff: number
  /** First comment line. */
  readonly title?: string
  /** Distance down to which the table must be good, and at which a close-packed crystal sets the highest density [Å]; 0.3 × cutoff unless given. */
  readonly shortest?: number
  /** Largest error of the force between two atoms [eV/Å]; 2·10⁻⁷ unless given. */
  readonly tolerance?: number
  /** Grid points, in place of as many as the tolerance needs. */
  readonly radiusCount?: number
  readonly densityCount?: number
}

/** Largest differences between a table, as LAMMPS interpolates it, and its functions. */
interface TableError {
  /** Of the force between two atoms, by each function's part [eV/Å]. */
  readonly pair: number
  readonly density: number
  readonly embedding: number
  /** Of the embedding energy below `thinnest` [eV]: no table follows √ρ to zero. */
  readonly thin: number
  /** Where it holds: distances from `shortest` to the cutoff [Å], densities from `thinnest` to `densest`. */
  readonly shortest: number
  readonly thinnest: number
  readonly densest: number
}

/** A table and how good it is. */
export interface Tabulation {
  readonly setfl: Setfl
  readonly error: TableError
}

const FEWEST = 5000
/** Grid points beyond the cutoff and the densest crystal. */
const BEYOND = 3
const MOST = 40_000

/**
 * Tabulates embedded-atom functions for `eam/alloy` or `eam/fs`, on grids doubled until the forces of LAMMPS's interpolation agree.
 * The densities reach to that of a close-packed crystal with neighbours at `shortest`; beyond, LAMMPS goes on straight.
 *
 * @throws Failure where a function has no finite value.
 */
export function tabulateEam(functions: EamFunctions, theta: Float64Array, options: TabulateOptions): Tabulation {
  const { cutoff, shortest = 0.3 * cutoff, tolerance = 2e-7 } = options
  const parameters = parametersOf(functions, theta)
  const [thinnest, densest] = densityRange(functions, parameters, shortest, cutoff)
  let radiusCount = options.radiusCount ?? FEWEST
  let densityCount = options.densityCount ?? FEWEST
  for (;;) {
    const setfl = table(functions, parameters, options, radiusCount, densityCount, densest)
    const error = tableError(functions, parameters, setfl, { shortest, thinnest, densest })
    const finerRadius = options.radiusCount === undefined && radiusCount < MOST && Math.max(error.pair, error.density) > tolerance
    const finerDensity = options.densityCount === undefined && densityCount < MOST && error.embedding > tolerance
    if (!finerRadius && !finerDensity) return { setfl: withAccuracy(setfl, error), error }
    if (finerRadius) radiusCount *= 2
    if (finerDensity) densityCount *= 2
  }
}

/** The table with its error in the second line of comment. */
function withAccuracy(setfl: Setfl, { pair, density, embedding, shortest }: TableError): Setfl {
  const [title, origin, style] = setfl.comments
  const force = (pair + density + embedding).toExponential(1)
  return { ...setfl, comments: [title, `${origin}; forces within ${force} eV/Angstrom from ${shortest.toFixed(3)} Angstrom on`, style] }
}

/** From one neighbour at half the cutoff to a close-packed crystal at the shortest distance. */
function densityRange(functions: EamFunctions, parameters: EamParameters, shortest: number, cutoff: number): readonly [number, number] {
  const distances = closePackedDistances(shortest, cutoff)
  let densest = 0
  let thinnest = Number.POSITIVE_INFINITY
  functions.density.forEach((density, k) => {
    const { f } = sample(density, parameters.density[k], [...distances, 0.5 * cutoff])
    const crystal = f.subarray(0, distances.length).reduce((sum, value) => sum + value, 0)
    densest = Math.max(densest, crystal)
    thinnest = Math.min(thinnest, Math.abs(f[distances.length]))
  })
  if (densest > 0 && Number.isFinite(densest)) return [Math.min(thinnest, 0.1 * densest), densest]
  throw new Failure(`the density of a close-packed crystal with neighbours at ${shortest} Å is ${densest}: nothing to tabulate`, {
    advice: "are the density functions positive?",
  })
}

function table(
  functions: EamFunctions,
  parameters: EamParameters,
  { cutoff, title = "embedded-atom potential" }: TabulateOptions,
  radiusCount: number,
  densityCount: number,
  densest: number,
): Setfl {
  const { style, symbols } = functions
  const count = symbols.length
  // A few points beyond the end: the slopes at the very end of a table are but one-sided differences.
  const radiusStep = cutoff / (radiusCount - 1 - BEYOND)
  const densityStep = densest / (densityCount - 1 - BEYOND)
  const radii = tableRadii(cutoff, radiusCount)
  const densities = Float64Array.from({ length: densityCount }, (_, m) => m * densityStep)
  const density = functions.density.map((radial, k) => distanceTable(sample(radial, parameters.density[k], radii).f, "the density", radii))
  const pairs: Float64Array[] = []
  for (let a = 0; a < count; a++) {
    for (let b = 0; b <= a; b++) {
      const k = speciesPair(a, b, count)
      const { f } = sample(functions.pair[k], parameters.pair[k], radii)
      const name = `the pair function of ${symbols[a]}-${symbols[b]}`
      const energyLengths = f.map((value, m) => value * radii[m])
      pairs.push(distanceTable(energyLengths, name, radii))
    }
  }
  return {
    style,
    comments: [title, "setfl table written by Luthier; eV, Angstrom", `LAMMPS: pair_style eam/${style}`],
    elements: symbols.map((symbol, a) => ({
      symbol,
      atomicNumber: numberOf(symbol) ?? 0,
      mass: massOf(numberOf(symbol) ?? 0),
      latticeConstant: 0,
      lattice: "none",
      embedding: finite(
        sample(functions.embedding[a], parameters.embedding[a], densities).f,
        `the embedding function of ${symbol}`,
        densities,
      ),
      densities: style === "alloy" ? [density[a]] : symbols.map((_, site) => density[site * count + a]),
    })),
    densityCount,
    densityStep,
    radiusCount,
    radiusStep,
    cutoff,
    pairs,
  }
}

/** The distances of a table whose cutoff is three points before its end. */
export function tableRadii(cutoff: number, radiusCount: number): Float64Array {
  const step = cutoff / (radiusCount - 1 - BEYOND)
  const radii = Float64Array.from({ length: radiusCount }, (_, m) => m * step)
  // A hair before the cutoff, so that a truncated function keeps its value there.
  radii[radiusCount - 1 - BEYOND] = cutoff * (1 - 1e-13)
  return radii
}

/** Values of a function at the distances of a table, in place, with its ends brought in order. @throws Failure where one is not finite. */
export function distanceTable(values: Float64Array, name: string, radii: Float64Array): Float64Array {
  // Nothing is ever at r = 0, where many functions have no value: the first points go on straight.
  values[0] = 2 * values[1] - values[2]
  // LAMMPS asks for nothing from the cutoff on; there the table goes on as a cubic, so that no kink spoils the slopes before it.
  for (let m = values.length - BEYOND; m < values.length; m++) {
    values[m] = 4 * (values[m - 1] + values[m - 3]) - 6 * values[m - 2] - values[m - 4]
  }
  return finite(values, name, radii)
}

function finite(values: Float64Array, name: string, points: Float64Array): Float64Array {
  const bad = values.findIndex((value) => !Number.isFinite(value))
  if (bad < 0) return values
  throw new Failure(`${name} is ${values[bad]} at ${points[bad]}: a table cannot hold it`)
}

function tableError(
  functions: EamFunctions,
  parameters: EamParameters,
  setfl: Setfl,
  range: { readonly shortest: number; readonly thinnest: number; readonly densest: number },
): TableError {
  const interpolated = setflFunctions(setfl)
  const radii = between(range.shortest, setfl.cutoff, setfl.radiusStep)
  const densities = between(range.thinnest, range.densest, setfl.densityStep)
  const differences = (role: "pair" | "density" | "embedding", k: number, points: Float64Array): readonly [Float64Array, Float64Array] => {
    const { df } = sample(functions[role][k], parameters[role][k], points)
    const { df: approximate } = sample(interpolated[role][k], [], points)
    return [df.map((slope, m) => Math.abs(slope - approximate[m])), df.map(Math.abs)]
  }
  const most = (values: Float64Array): number => values.reduce((largest, value) => Math.max(largest, value), 0)
  const slopes = functions.embedding.map((_, a) => differences("embedding", a, densities))
  const embeddingSlope = Math.max(...slopes.map(([, slope]) => most(slope)))
  const reach = densityReach(functions, parameters, radii)
  const few = between(0, range.thinnest, setfl.densityStep)
  const thin = functions.embedding.map((embedding, a) => {
    const { f } = sample(interpolated.embedding[a], [], few)
    return most(sample(embedding, parameters.embedding[a], few).f.map((energy, m) => Math.abs(energy - f[m])))
  })
  return {
    pair: Math.max(...functions.pair.map((_, k) => most(differences("pair", k, radii)[0]))),
    density: 2 * embeddingSlope * Math.max(...functions.density.map((_, k) => most(differences("density", k, radii)[0]))),
    embedding: 2 * Math.max(...slopes.map(([error]) => most(error.map((value, m) => value * reach(densities[m]))))),
    thin: Math.max(...thin),
    ...range,
  }
}

/** The steepest |f′| that an atom of density ρ can feel, from a neighbour that gives no more than ρ; to be asked for growing ρ. */
function densityReach(functions: EamFunctions, parameters: EamParameters, radii: Float64Array): (rho: number) => number {
  const far = radii.toReversed()
  const curves = functions.density.map((radial, k) => ({ ...sample(radial, parameters.density[k], far), at: 0, slope: 0 }))
  return (rho) => {
    for (const curve of curves) {
      for (; curve.at < far.length && Math.abs(curve.f[curve.at]) <= rho; curve.at++) {
        curve.slope = Math.max(curve.slope, Math.abs(curve.df[curve.at]))
      }
    }
    return Math.max(...curves.map((curve) => curve.slope))
  }
}

/** Points that fall at all places of the intervals of a grid, and stay clear of both ends. */
export function between(first: number, last: number, step: number): Float64Array {
  const spacing = 0.37 * step
  const count = Math.max(1, Math.floor((last - first) / spacing) - 1)
  return Float64Array.from({ length: count }, (_, k) => first + (k + 0.5) * spacing)
}
