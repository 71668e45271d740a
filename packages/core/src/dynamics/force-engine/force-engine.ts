import type { Structure } from "../../atoms/structure.ts"
import { Failure } from "../../failure/failure.ts"
import { speciesOf } from "../../graph/species.ts"
import { kernels } from "../../kernels/kernels.ts"
import { NeighbourList } from "../neighbour-list/neighbour-list.ts"
import { Room } from "../neighbour-list/room.ts"
import type { ForceTerm } from "./force-term.ts"

/** Energies and forces of one system whose atoms move, in one thread. */
export interface ForceEngine {
  /** [Å] */
  readonly cutoff: number
  /**
   * Energy, forces and virial of a structure; a sequence of structures with the same atoms shares its neighbour list. The arrays
   * are the engine's own and hold until the next call.
   */
  evaluate(structure: Structure): Forces
  /** How often the neighbour list was made. */
  rebuilds(): number
  /** Makes the next evaluation find neighbours anew, so that it depends on that structure and on nothing before. */
  forget(): void
  /** Gives the memory back, that of the terms too. */
  release(): void
}

/** What an engine says of one structure. */
export interface Forces {
  /** [eV] */
  readonly energy: number
  /** `[3N]` [eV/Å] */
  readonly forces: Float64Array
  /** W = Σ r⊗f, Voigt xx yy zz yz xz xy [eV]. */
  readonly virial: Float64Array
  /** [Å³]; 0 without a cell. */
  readonly volume: number
}

/**
 * An engine that adds up terms on one neighbour list.
 *
 * @param elements atomic numbers in the order of the species that the terms mean
 * @param skin how far the list reaches beyond the cutoff [Å]; larger lists are made less often
 */
export function createForceEngine(options: {
  readonly elements: readonly number[]
  readonly terms: readonly ForceTerm[]
  readonly skin?: number
}): ForceEngine {
  const { elements, terms, skin = 1 } = options
  if (terms.length === 0) throw new Failure("a force engine needs at least one term")
  const cutoff = Math.max(...terms.map((term) => term.cutoff))
  const { heap } = kernels()
  const room = new Room()
  const virial = heap.f64(6)
  let numbers = new Int32Array(0)
  let list: NeighbourList | undefined

  const listFor = (structure: Structure): NeighbourList => {
    if (list && sameNumbers(numbers, structure.numbers)) return list
    const species = speciesOf([structure], elements)
    list?.release()
    numbers = structure.numbers.slice()
    return (list = new NeighbourList({ species, kinds: elements.length, cutoff, skin }))
  }

  return Object.freeze({
    cutoff,
    evaluate(structure: Structure): Forces {
      const built = listFor(structure).update(structure)
      const { atoms, all, x, owner, order, volume } = built
      const f = room.f64("f", 4 * (all + 1))
      f.fill(0, 0, 4 * (all + 1))
      const energy = terms.reduce((sum, term) => sum + term.add(built, f), 0)
      if (!Number.isFinite(energy)) {
        throw new Failure("the energy is not finite: two atoms lie on each other", {
          advice: "look at the steps before, or use a smaller step",
        })
      }
      const forces = room.f64("forces", 3 * atoms).subarray(0, 3 * atoms)
      virial.fill(0)
      const { exports } = kernels()
      exports["addVirial"]!(all, x.byteOffset, f.byteOffset, virial.byteOffset)
      exports["gatherForces"]!(atoms, all, f.byteOffset, owner.byteOffset, order.byteOffset, forces.byteOffset)
      return { energy, forces, virial, volume }
    },
    rebuilds: () => list?.rebuilds ?? 0,
    forget: () => list?.forget(),
    release() {
      list?.release()
      list = undefined
      room.release()
      heap.free(virial)
      for (const term of terms) term.release()
    },
  })
}

function sameNumbers(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((number, i) => number === b[i])
}
