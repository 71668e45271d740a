import { bcc, diamond, fcc } from "../../../atoms/prototypes.ts"
import { crystal } from "../../../atoms/prototypes.ts"
import { Failure } from "../../../failure/failure.ts"
import { numberOf } from "../../../atoms/elements.ts"
import { buildGraph } from "../../../graph/build-graph.ts"
import { releaseGraph } from "../../../graph/release-graph.ts"
import type { LammpsModel } from "../../lammps-model.ts"
import { evaluateEmbedded } from "../../many-body/embedded/evaluate.ts"
import type { EmbeddedModel } from "../../many-body/embedded/model.ts"
import type { ClusterSpec } from "../spec.ts"
import { meamSplineModel, type HeldFunction } from "./write-meam-spline.ts"

/** A cluster potential whose files are asked for. */
interface Given {
  readonly spec: ClusterSpec
  readonly symbols: readonly string[]
  /** [Å] */
  readonly cutoff: number
  /** The terms that sum over atoms. */
  readonly embedded: readonly EmbeddedModel[]
}

/** The potential as splines for LAMMPS. @throws Failure where it has no style for such a sum. */
export function clusterLammps({ cutoff, embedded, spec, symbols }: Given, theta: Float64Array): LammpsModel {
  const why = spec.bondOrder
    ? "bond orders of functions of one's own"
    : symbols.length > 1
      ? "several elements"
      : spec.angular && spec.embedded
        ? "angular energies beside embedded ones"
        : undefined
  if (why !== undefined) {
    throw new Failure(`LAMMPS has no style for ${why} in a cluster potential`, {
      advice: "leave export.lammps out: potential.json holds it",
    })
  }
  const held = (model: EmbeddedModel | undefined, table: Int32Array | number | undefined): HeldFunction | undefined => {
    if (!model || typeof table !== "object") return undefined
    const { columns, radial } = model.functions[table[0]]
    return { radial, theta: Float64Array.from(columns, (column) => theta[column]) }
  }
  const pairs = spec.pairs ? embedded[0] : undefined
  const atoms = embedded[spec.pairs ? 1 : 0]
  const functions = {
    pair: held(pairs, pairs?.density),
    density: held(atoms, atoms?.density),
    radial: held(atoms, atoms?.angular?.radial),
    angle: held(atoms, atoms?.angular?.angle),
    energy: held(atoms, atoms?.energy),
  }
  const there = Object.fromEntries(Object.entries(functions).filter(([, one]) => one !== undefined))
  return meamSplineModel({ symbol: symbols[0], range: atoms ? rangeOf(atoms, symbols[0], cutoff, theta) : [0, 1], ...there })
}

/** Nearest neighbours of the crystals that are tried, relative to the cutoff. */
const NEIGHBOURS = Array.from({ length: 24 }, (_, k) => 0.4 + 0.025 * k)

/** The values of n in crystals and pairs of all densities. */
function rangeOf(model: EmbeddedModel, symbol: string, cutoff: number, theta: Float64Array): [number, number] {
  const structures = NEIGHBOURS.flatMap((share) => {
    const d = share * cutoff
    const box = 2 * cutoff + d
    return [
      fcc(symbol, Math.SQRT2 * d),
      bcc(symbol, (2 / Math.sqrt(3)) * d),
      diamond(symbol, (4 / Math.sqrt(3)) * d),
      crystal(symbol, [d, 0, 0, 0, d, 0, 0, 0, d], [0, 0, 0]),
      crystal(symbol, [box, 0, 0, 0, box, 0, 0, 0, box], [0, 0, 0, d / box, 0, 0]),
    ]
  })
  const elements = [numberOf(symbol) ?? 0]
  const graph = buildGraph(structures, elements, cutoff)
  const atoms = graph.species.length
  const out = { energies: new Float64Array(atoms), forces: new Float64Array(3 * atoms), virials: new Float64Array(6 * structures.length) }
  evaluateEmbedded({ ...model, energy: 1 }, [0], graph, theta, out)
  releaseGraph(graph)
  const values = out.energies.filter(Number.isFinite)
  return [values.reduce((least, n) => Math.min(least, n), 0), values.reduce((most, n) => Math.max(most, n), 0)]
}
