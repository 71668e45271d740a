import { kernels } from "../../kernels/kernels.ts"
import type { Wanted } from "./engine-share.ts"

/** What the thread that drives an engine has the others do; written while they wait. */
export interface Orders {
  /** @param anew whether lists are made anew, whatever they hold */
  evaluate(wanted: Wanted, anew: boolean): void
  end(): void
}

/** An order as it is read. */
export type Order = (Wanted & { readonly anew: boolean }) | "end"

/** Places of the numbers in which orders are given. */
const ORDER = 0
const ATOMS = 1
const NUMBERS = 2
const POSITIONS = 3
const FORCES = 4
const PERIODIC = 5
const CELL = 6
const ANEW = 15
/** How many they are. */
export const ordersSize = 16

const EVALUATE = 1
const END = 2

/** Gives orders at a pointer. */
export function createOrders(pointer: number): Orders {
  const given = kernels().heap.view(Float64Array, pointer, ordersSize)
  return {
    evaluate({ structure: { numbers, positions, cell, pbc }, forces }, anew) {
      given[ORDER] = EVALUATE
      given[ATOMS] = numbers.length
      given[NUMBERS] = numbers.byteOffset
      given[POSITIONS] = positions.byteOffset
      given[FORCES] = forces
      given[PERIODIC] = pbc.reduce((bits, repeats, d) => bits | (Number(repeats) << d), cell === null ? NO_CELL : 0)
      given[ANEW] = Number(anew)
      if (cell) given.set(cell, CELL)
    },
    end: () => void (given[ORDER] = END),
  }
}

const NO_CELL = 8

/** Reads what was ordered at a pointer. */
export function readOrders(pointer: number): () => Order {
  const { heap } = kernels()
  const given = heap.view(Float64Array, pointer, ordersSize)
  return () => {
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
      anew: given[ANEW] === 1,
    }
  }
}
