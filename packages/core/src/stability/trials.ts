import { completeCell } from "../atoms/cell.ts"
import { massOf } from "../atoms/elements.ts"
import type { Structure } from "../atoms/structure.ts"
import { supercell } from "../atoms/transform.ts"
import type { Model } from "../certificate/model.ts"
import { seedRandom, uniforms } from "../random/random.ts"
import { compressed, type Ground } from "./ground.ts"
import type { StabilitySettings } from "./schema.ts"
import type { Trial, TrialKind } from "./trial.ts"

/** Two atoms lie on each other below this part of the shortest distance of the data. */
const TOUCHING = 0.6
/** A step is so long for a mass of one [fs], and not longer than two. */
const STEP = 0.25
const LONGEST = 2
/** Temperature of compressed matter, in melting temperatures. */
const COMPRESSED = 2
/** Distance that atoms of a random start keep, in distances of nearest neighbours; it falls when there is no room. */
const APART = 0.8
const GIVES = 0.97
const TRIES = 50

/** All trials of a crystal: at constant energy, melting at constant volume and at zero pressure, compressed, with surfaces, from random places. */
export function trialsOf(model: Model, ground: Ground, melting: number, settings: StabilitySettings): readonly Trial[] {
  const { seeds, temperatures, hot, compressions, picoseconds } = settings
  const lightest = Math.min(...ground.elements.map(massOf))
  const long = settings.timestep === "auto" ? Math.min(LONGEST, STEP * Math.sqrt(lightest)) : settings.timestep
  const crystal = repeated(ground.structure, settings.atoms)
  const common = { binding: ground.binding, touching: TOUCHING * ground.shortest, relaxed: false, lowest: ground.lowest }
  const trial = (
    kind: TrialKind,
    what: string,
    parts: number,
    seed: number,
    own: Pick<Trial, "structure" | "ensemble"> & Partial<Trial>,
    timestep = long,
  ): Trial => {
    const temperature = parts * melting
    const name = `${what}, ${temperature.toFixed(0)} K, seed ${seed}`
    return { ...common, kind, name, temperature, seed, timestep, steps: Math.ceil((1000 * picoseconds) / timestep), ...own }
  }
  return seeds.flatMap((seed) => [
    // Twice as hot as the crystal will be: half goes to the potential energy.
    ...temperatures.map((parts) =>
      trial("constant energy", `${ground.name} at constant energy`, 2 * parts, seed, { structure: crystal, ensemble: "nve" }, long / 2),
    ),
    trial("constant volume", `${ground.name} at constant volume`, hot, seed, { structure: crystal, ensemble: "nvt-langevin" }),
    trial("zero pressure", `${ground.name} at zero pressure`, hot, seed, { structure: crystal, ensemble: "npt-rescale" }),
    ...compressions.flatMap((part) => {
      const crystal = compressed(model, ground, part * ground.volume)
      if (!crystal) return []
      const { structure, energy, name } = crystal
      // A crystal that lies lower than at rest has collapsed already.
      const lowest = Math.max(energy, ground.lowest)
      const own = { structure: repeated(structure, settings.atoms), ensemble: "nvt-langevin", lowest } as const
      return [trial("compressed", `${name} compressed to ${part} of its volume`, COMPRESSED, seed, own, (part * long) / 2)]
    }),
    trial("surface", `surface of ${ground.name}`, 1, seed, {
      structure: opened(crystal, model.potential.cutoff),
      ensemble: "nvt-langevin",
    }),
    trial("random start", `${ground.name} from random places`, hot, seed, {
      structure: scattered(crystal, ground, seed),
      relaxed: true,
      ensemble: "nvt-langevin",
    }),
  ])
}

function repeated(structure: Structure, atoms: number): Structure {
  const copies = Math.max(1, Math.round(Math.cbrt(atoms / structure.numbers.length)))
  return supercell(structure, [copies, copies, copies])
}

/** With a vacuum beyond the third vector. */
function opened(structure: Structure, cutoff: number): Structure {
  const cell = completeCell(structure.cell, structure.pbc).slice()
  const factor = 1 + (2 * cutoff) / Math.hypot(cell[6], cell[7], cell[8])
  for (let c = 6; c < 9; c++) cell[c] *= factor
  return { ...structure, cell, pbc: [true, true, false] }
}

/** As many atoms in a cube of the same volume, anywhere but not near each other. */
function scattered({ numbers }: Structure, { volume, nearest }: Ground, seed: number): Structure {
  const atoms = numbers.length
  const edge = Math.cbrt(atoms * volume)
  const positions = new Float64Array(3 * atoms)
  const place = new Float64Array(3)
  let random = seedRandom(seed)
  let [apart, tries] = [APART * nearest, 0]
  for (let i = 0; i < atoms;) {
    random = uniforms(random, place)
    positions.set(
      place.map((x) => x * edge),
      3 * i,
    )
    if (isApart(positions, i, edge, apart)) {
      i++
      tries = 0
    } else if (++tries === TRIES) {
      apart *= GIVES
      tries = 0
    }
  }
  return { numbers, positions, cell: Float64Array.of(edge, 0, 0, 0, edge, 0, 0, 0, edge), pbc: [true, true, true] }
}

function isApart(positions: Float64Array, atom: number, edge: number, apart: number): boolean {
  for (let j = 0; j < atom; j++) {
    let square = 0
    for (let c = 0; c < 3; c++) {
      const away = positions[3 * atom + c] - positions[3 * j + c]
      square += (away - edge * Math.round(away / edge)) ** 2
    }
    if (square < apart * apart) return false
  }
  return true
}
