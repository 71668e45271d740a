import type { InterstitialSite } from "../../defects/point-defects.ts"

/** Whole or broken numbers along the axes of the conventional cell. */
type Triple = readonly [number, number, number]

/** A line on a γ surface: the crystal above a plane shifted, from nothing to a vector. */
export interface FaultLine {
  readonly label: string
  readonly plane: Triple
  /** In units of the conventional vectors. */
  readonly shift: Triple
  /** Key and label of its end, where that is a fault and not the crystal again. */
  readonly end?: readonly [string, string]
  /** Key of its highest point. */
  readonly top: string
}

/** Defects that it is usual to ask of a structure type. */
export interface UsualDefects {
  readonly interstitials: readonly { readonly key: string; readonly label: string; readonly site: InterstitialSite }[]
  /** Axes of dumbbells on each kind of site, beside the holes of the crystal, where no interstitials are listed. */
  readonly dumbbells: readonly Triple[]
  readonly surfaces: readonly Triple[]
  readonly faults: readonly FaultLine[]
  /** Of a cubic crystal with inversion: mirror planes of grain boundaries. */
  readonly boundaries: readonly Triple[]
}

function dumbbell(...axis: readonly [number, number, number]) {
  return { key: `dumbbell-${axis.join("")}`, label: `⟨${axis.join("")}⟩ dumbbell`, site: { dumbbell: axis } } as const
}

const tables: Readonly<Record<string, UsualDefects>> = {
  fcc: {
    interstitials: [
      dumbbell(1, 0, 0),
      { key: "octahedral", label: "octahedral", site: { at: [0.5, 0.5, 0.5] } },
      { key: "tetrahedral", label: "tetrahedral", site: { at: [0.25, 0.25, 0.25] } },
    ],
    dumbbells: [],
    surfaces: [
      [1, 1, 1],
      [1, 0, 0],
      [1, 1, 0],
    ],
    faults: [
      { label: "(111)⟨11−2⟩", plane: [1, 1, 1], shift: [1 / 6, 1 / 6, -1 / 3], end: ["intrinsic", "intrinsic, (111)"], top: "unstable" },
    ],
    boundaries: [
      [1, 1, 1],
      [3, 1, 0],
      [2, 1, 0],
    ],
  },
  bcc: {
    interstitials: [
      dumbbell(1, 1, 1),
      dumbbell(1, 1, 0),
      dumbbell(1, 0, 0),
      { key: "tetrahedral", label: "tetrahedral", site: { at: [0.5, 0.25, 0] } },
      { key: "octahedral", label: "octahedral", site: { at: [0.5, 0.5, 0] } },
    ],
    dumbbells: [],
    surfaces: [
      [1, 1, 0],
      [1, 0, 0],
      [2, 1, 1],
      [1, 1, 1],
    ],
    faults: [
      { label: "½⟨111⟩(110)", plane: [1, 1, 0], shift: [-0.5, 0.5, 0.5], top: "unstable-110" },
      { label: "½⟨111⟩(112)", plane: [1, 1, 2], shift: [0.5, 0.5, -0.5], top: "unstable-112" },
    ],
    boundaries: [
      [1, 1, 2],
      [3, 1, 0],
      [2, 1, 0],
    ],
  },
  hcp: {
    interstitials: [
      { key: "octahedral", label: "octahedral", site: { at: [2 / 3, 1 / 3, 0.25] } },
      { key: "tetrahedral", label: "tetrahedral", site: { at: [0, 0, 0.375] } },
    ],
    dumbbells: [],
    surfaces: [
      [0, 0, 1],
      [1, 0, 0],
      [1, 0, 1],
    ],
    faults: [{ label: "basal ⟨10−10⟩", plane: [0, 0, 1], shift: [2 / 3, 1 / 3, 0], end: ["basal", "basal I₂"], top: "basal-unstable" }],
    boundaries: [],
  },
  diamond: {
    interstitials: [
      dumbbell(1, 1, 0),
      { key: "tetrahedral", label: "tetrahedral", site: { at: [0.5, 0.5, 0.5] } },
      { key: "hexagonal", label: "hexagonal", site: { at: [0.625, 0.625, 0.625] } },
    ],
    dumbbells: [],
    surfaces: [
      [1, 1, 1],
      [1, 1, 0],
      [1, 0, 0],
    ],
    faults: [],
    boundaries: [[1, 1, 1]],
  },
}

const none: UsualDefects = {
  interstitials: [],
  dumbbells: [],
  surfaces: [
    [1, 0, 0],
    [1, 1, 0],
    [1, 1, 1],
  ],
  faults: [],
  boundaries: [],
}

/** Of compounds, what is not as where nothing is known. */
const compounds: Readonly<Record<string, Partial<UsualDefects>>> = {
  CsCl: {
    dumbbells: [
      [1, 1, 1],
      [1, 1, 0],
      [1, 0, 0],
    ],
    surfaces: [
      [1, 1, 0],
      [1, 0, 0],
    ],
  },
  zincblende: {
    dumbbells: [
      [1, 0, 0],
      [1, 1, 0],
    ],
    surfaces: [[1, 1, 0]],
  },
  rocksalt: {
    dumbbells: [[1, 1, 1]],
    surfaces: [
      [1, 0, 0],
      [1, 1, 0],
    ],
  },
}

/** The usual defects of a prototype; low surfaces only of one that is not listed, or of a crystal from a file. */
export function usualDefects(prototype: string | null): UsualDefects {
  if (prototype === null) return none
  return tables[prototype] ?? { ...none, ...compounds[prototype] }
}
