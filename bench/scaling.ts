import { createForceEngine, type ForceTerm, NeighbourList, type Structure } from "@luthier/core"
import { median, timed } from "./measure.ts"

/** Cost of one size, in nanoseconds an atom. */
export interface SizeCost {
  readonly name: string
  readonly atoms: number
  readonly force: number
  readonly list: number
}

/** Nanoseconds an atom of forces and lists from small to large systems, sizes taken in turn. */
export function measureScaling(
  name: string,
  make: (n: number) => Structure,
  term: () => ForceTerm,
  skin: number,
  rounds: number,
): SizeCost[] {
  const sizes = [10, 20, 50].map((n) => {
    const structure = make(n)
    const engine = createForceEngine({ elements: [structure.numbers[0]], terms: [term()], skin })
    const list = new NeighbourList({ species: new Uint8Array(structure.numbers.length), kinds: 1, cutoff: engine.cutoff, skin })
    const both = [structure, { ...structure, positions: structure.positions.map((x) => x + skin) }]
    let turn = 0
    const step = () => void engine.evaluate(structure)
    const rebuild = () => void list.update(both[turn++ % 2])
    step()
    rebuild()
    return { atoms: structure.numbers.length, engine, list, step, rebuild, forces: [] as number[], lists: [] as number[] }
  })
  for (let round = 0; round < rounds; round++) {
    for (const size of sizes) {
      size.forces.push((1e6 * timed(size.step, 200)) / size.atoms)
      size.lists.push((1e6 * timed(size.rebuild, 200)) / size.atoms)
    }
  }
  return sizes.map(({ atoms, engine, list, forces, lists }) => {
    engine.release()
    list.release()
    return { name, atoms, force: median(forces), list: median(lists) }
  })
}
