import { Failure } from "../../failure/failure.ts"
import { speciesOf } from "../../graph/species.ts"
import { kernels } from "../../kernels/kernels.ts"
import type { Team } from "../../kernels/team.ts"
import { NeighbourList } from "../neighbour-list/neighbour-list.ts"
import { Room } from "../neighbour-list/room.ts"
import { sameNumbers } from "../neighbour-list/same-numbers.ts"
import { sumShares, tellTouched } from "../neighbour-list/sum-shares.ts"
import { type EngineShare, everyoneSays, FIRST_TERM, FOUND, tellFound, type PartOfEnergy, type Wanted } from "./engine-share.ts"
import type { ForceTerm } from "./force-term.ts"

/** What each thread tells the others, behind what its list touches. */
const HOLDS = 4
const FORCES = 5

/** Terms on one neighbour list, of which each thread lists the pairs of its own atoms. */
export function listShare(options: {
  readonly elements: readonly number[]
  readonly terms: readonly ForceTerm[]
  readonly skin: number
}): EngineShare {
  const { elements, terms, skin } = options
  if (terms.length === 0) throw new Failure("a force engine needs at least one term")
  if (FIRST_TERM + 2 * terms.length > FOUND) throw new Failure(`a force engine of ${terms.length} terms`, { advice: "use fewer" })
  const cutoff = Math.max(...terms.map((term) => term.cutoff))
  const stages = Math.max(...terms.map((term) => term.stages.length))
  const room = new Room()
  let numbers = new Int32Array(0)
  let list: NeighbourList | undefined

  const listFor = ({ structure }: Wanted, part: Team): NeighbourList => {
    if (list && sameNumbers(numbers, structure.numbers)) return list
    const species = speciesOf([structure], elements)
    list?.release()
    list = undefined
    numbers = structure.numbers.slice()
    return (list = new NeighbourList({ species, kinds: elements.length, cutoff, skin, part: { rank: part.rank, size: part.size } }))
  }
  const known = (): NeighbourList => {
    if (!list) throw new Error("a neighbour list is used before it is made")
    return list
  }

  const work = (team: Team, wanted: Wanted, found: PartOfEnergy): void => {
    const { structure } = wanted
    let f = room.f64("f", 0)
    found.energy = 0
    found.virial.fill(0)
    team.step(() => team.tell(HOLDS, Number(listFor(wanted, team).follow(structure))))
    for (let stage = 0; stage < stages; stage++) {
      team.step(() => {
        if (stage === 0) {
          if (!everyoneSays(team, HOLDS)) known().rebuild(structure)
          f = begin(team, known())
        }
        const { built } = known()
        terms.forEach(({ stages }, k) => {
          if (stage < stages.length) found.energy += stages[stage]({ built, f, team, place: FIRST_TERM + 2 * k })
        })
        if (stage + 1 === stages) finish(known(), f, found)
      })
    }
    team.step(() => {
      hand(team, known(), f, wanted.forces)
      tellFound(team, found)
    })
  }

  /** Forces that are zero where the pairs of this thread will add to them. */
  const begin = (team: Team, { built }: NeighbourList): Float64Array => {
    const f = room.f64("f", 4 * (built.all + 1))
    const { first, end, firstGhost, endGhost } = built.touched
    f.fill(0, 4 * first, 4 * end)
    f.fill(0, 4 * firstGhost, 4 * endGhost)
    f.fill(0, 4 * built.all, 4 * (built.all + 1))
    tellTouched(team, built)
    team.tell(FORCES, f.byteOffset)
    return f
  }

  const finish = ({ built }: NeighbourList, f: Float64Array, found: PartOfEnergy): void => {
    if (!Number.isFinite(found.energy)) {
      throw new Failure("the energy is not finite: two atoms lie on each other", {
        advice: "look at the structure, and in a motion use a smaller step",
      })
    }
    const { touched, x } = built
    const virial = room.f64("virial", 6)
    virial.fill(0)
    for (const [from, to] of [
      [touched.first, touched.end],
      [touched.firstGhost, touched.endGhost],
    ]) {
      kernels().exports["addVirial"]!(to - from, x.byteOffset + 32 * from, f.byteOffset + 32 * from, virial.byteOffset)
    }
    found.virial.set(virial.subarray(0, 6))
  }

  const hand = (team: Team, { built }: NeighbourList, f: Float64Array, forces: number): void => {
    const { from, to, order } = built
    const sums = sumShares(team, built, FORCES, 4, f, room)
    kernels().exports["handForces"]!(from, to, order.byteOffset, sums.byteOffset, forces)
  }

  return Object.freeze({
    cutoff,
    work,
    rebuilds: () => list?.rebuilds ?? 0,
    forget: () => list?.forget(),
    release() {
      list?.release()
      list = undefined
      room.release()
      for (const term of terms) term.release()
    },
  })
}
