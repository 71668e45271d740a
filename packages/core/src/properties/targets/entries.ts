import type { Measured } from "./measured.ts"

/** Three numbers. */
export type Triple = readonly [number, number, number]

/** Numbers of the conventional cell that may be targets. */
export const latticeKeys = ["a", "b", "c", "alpha", "beta", "gamma", "c/a", "volume"] as const

/** `C11`, `C12`, … `C66`. */
export type ElasticKey = `C${number}${number}`

/** The elastic constants that may be targets, the first index not above the second. */
export const elasticKeys: readonly ElasticKey[] = [1, 2, 3, 4, 5, 6].flatMap((i) =>
  [1, 2, 3, 4, 5, 6].filter((j) => j >= i).map((j) => `C${i}${j}` as const),
)

interface InCell {
  readonly energy: Measured
  readonly supercell?: Triple | undefined
  readonly cell: "fixed" | "relaxed"
  readonly symmetry: "kept" | "broken"
  /** Name of a crystal of the targets. */
  readonly reservoir?: string | undefined
}

/** A vacancy as a target; `site` counts from 1. */
export interface VacancyEntry extends InCell {
  readonly site: number
}

/** An interstitial as a target, at a site or as a dumbbell. */
export interface InterstitialEntry extends InCell {
  readonly site?: string | Triple | undefined
  readonly dumbbell?: Triple | undefined
  readonly element?: string | undefined
}

/** A surface as a target. */
export interface SurfaceEntry {
  readonly plane: Triple
  readonly energy: Measured
  readonly layers?: number | undefined
  readonly relax: "positions" | "normal" | "none"
}

/** A stacking fault as a target. */
export interface FaultEntry extends SurfaceEntry {
  readonly shift: Triple
}

/** A crystal and what is known of it. */
export interface CrystalEntry extends Partial<Readonly<Record<(typeof latticeKeys)[number], Measured | undefined>>> {
  readonly crystal?: string | undefined
  readonly file?: string | undefined
  readonly name?: string | undefined
  readonly element?: string | undefined
  readonly elements?: readonly string[] | undefined
  readonly start?: { readonly a: number; readonly c?: number | undefined } | undefined
  readonly pressure: number
  readonly ions: "relaxed" | "clamped"
  readonly [key: ElasticKey]: Measured | undefined
  readonly cohesive?: Measured | undefined
  readonly bulkModulus?: Measured | undefined
  readonly bulkModulusDerivative?: Measured | undefined
  /** By the name of the other crystal. */
  readonly above: Readonly<Record<string, Measured>>
  readonly energies: readonly { readonly volume: number; readonly energy: Measured; readonly above: "minimum" | "free atoms" }[]
  readonly pressures: readonly { readonly volume: number; readonly pressure: Measured }[]
  readonly vacancy: readonly VacancyEntry[]
  readonly interstitials: readonly InterstitialEntry[]
  readonly surfaces: readonly SurfaceEntry[]
  readonly stackingFaults: readonly FaultEntry[]
  readonly phonons: readonly { readonly q: Triple; readonly frequencies: readonly (Measured | null)[] }[]
}

/** Two atoms and their energies. */
export interface DimerEntry {
  readonly dimer: readonly [string, string]
  readonly energies: readonly { readonly distance: number; readonly energy: Measured }[]
}

/** One of the `targets` of a config, defaults filled in: valid input again. */
export type TargetEntry = CrystalEntry | DimerEntry
