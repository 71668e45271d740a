import { kernels } from "../../kernels/kernels.ts"
import type { Wanted } from "./engine-share.ts"

/** What the thread that drives an engine has the others do; written while they wait. */
export interface Orders {
  evaluate(wanted: Wanted): void
  forget(): void
  end(): void
}

/** Places of the numbers in which orders are given. */
const ORDER = 0
const ATOMS = 1
const NUMBERS = 2
const POSITIONS = 3
const FORCES = 4
const PERIODIC = 5
const CELL = 6
/** How many they are. */
export const ordersSize = 16

const EVALUATE = 1
const FORGET = 2
const END = 3

/** Gives orders at a pointer. */
export function createOrders(pointer: number): Orders {
  const given = kernels().heap.view(Float64Array, pointer, ordersSize)
  return {
    evaluate({ structure: { numbers, positions, cell, pbc }, forces }) {
      given[ORDER] = EVALUATE
      given[ATOMS] = numbers.length
      given[NUMBERS] = numbers.byteOffset
      given[POSITIONS] = positions.byteOffset
      given[FORCES] = forces
      given[PERIODIC] = pbc.reduce((bits, repeats, d) => bits | (Number(repeats) << d), cell === null ? NO_CELL : 0)
      if (cell) given.set(cell, CELL)
    },
    forget: () => void (given[ORDER] = FORGET),
    end: () => void (given[ORDER] = END),
  }
}

const NO_CELL = 8

/** Reads what was ordered at a pointer. */
export function readOrders(pointer: number): () => Wanted | "forget" | "end" {
  const { heap } = kernels()
  const given = heap.view(Float64Array, pointer, ordersSize)
  return () => {
    if (given[ORDER] === FORGET) return "forget"
    if (given[ORDER] === END) return "end"
    const atoms = given[ATOMS]
    const bits = given[PERIODIC]
    return {
      structure: {
        numbers: heap.view(Int32Array, given[NUMBERS], atoms),
        positions: heap.view(Float64Array, given[POSITIONS], 3 * atoms),
        cell: bits & NO_CELL ? null : given.slice(CELL, CELL + 9),
        pbc: [(bits & 1) !== 0, (bits & 2) !== 0, (bits & 4) !== 0],
      },
      forces: given[FORCES],
    }
  }
}
