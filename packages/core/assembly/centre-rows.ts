// Derivatives of one centre's energy and gradients with respect to parameters, gathered column by column. Suffixes as in bond-lists.ts.
import { BondArrays, GraphArrays } from "./bond-lists"

/** Room for the rows of a centre: all zero between centres. */
@unmanaged export class RowArrays {
  /** 32 bytes by column and bond, `most` bonds a column. */
  gradients: usize
  /** By column. */
  energy: usize
  /** Bytes by column: whether it has entries. */
  marks: usize
  /** Columns with entries. */
  list: usize
  count: i32
  most: i32
}

/** Where rows of a structure go: of the first column, `stride` bytes a row. */
@unmanaged export class BlockArrays {
  energy: usize
  forces: usize
  virial: usize
  stride: usize
  firstAtom: i32
}

/** Marks a column as one with entries. */
@inline export function touch(rows: RowArrays, column: i32): void {
  const mark = rows.marks + <usize>column
  if (load<u8>(mark)) return
  store<u8>(mark, 1)
  store<i32>(rows.list + (<usize>rows.count << 2), column)
  rows.count++
}

/** The gradients of a column. */
@inline export function gradientsOf(rows: RowArrays, column: i32): usize {
  return rows.gradients + (<usize>(column * rows.most) << 5)
}

@inline export function addEnergy(rows: RowArrays, column: i32, energy: f64): void {
  const at = rows.energy + (<usize>column << 3)
  store<f64>(at, load<f64>(at) + energy)
}

@inline function add(at: usize, value: f64): void {
  store<f64>(at, load<f64>(at) + value)
}

/** Adds all entries of centre i of the list to the block and clears them. */
export function flushRows(rows: RowArrays, bonds: BondArrays, graph: GraphArrays, i: i32, block: BlockArrays): void {
  const neighbours = graph.neighbours, vectors = graph.vectors, stride = block.stride
  const begin = <usize>load<i32>(bonds.first + (<usize>i << 2)), last = <usize>load<i32>(bonds.first + (<usize>i << 2), 4)
  const zero = f64x2.splat(0.0)
  for (let t = 0; t < rows.count; t++) {
    const column = load<i32>(rows.list + (<usize>t << 2)), offset = <usize>column << 3
    store<u8>(rows.marks + <usize>column, 0)
    add(block.energy + offset, load<f64>(rows.energy + offset))
    store<f64>(rows.energy + offset, 0.0)
    let g = gradientsOf(rows, column)
    let fx = 0.0, fy = 0.0, fz = 0.0, xx = 0.0, yy = 0.0, zz = 0.0, yz = 0.0, xz = 0.0, xy = 0.0
    for (let e = begin; e < last; e++, g += 32) {
      const edge = <usize>load<i32>(bonds.edges + (e << 2)), vector = vectors + edge * 24
      const at = block.forces + <usize>(load<i32>(neighbours + (edge << 2)) - block.firstAtom) * 3 * stride + offset
      const gx = load<f64>(g), gy = load<f64>(g, 8), gz = load<f64>(g, 16)
      const x = load<f64>(vector), y = load<f64>(vector, 8), z = load<f64>(vector, 16)
      v128.store(g, zero)
      v128.store(g, zero, 16)
      add(at, -gx)
      add(at + stride, -gy)
      add(at + 2 * stride, -gz)
      fx += gx
      fy += gy
      fz += gz
      xx += x * gx
      yy += y * gy
      zz += z * gz
      yz += y * gz + z * gy
      xz += x * gz + z * gx
      xy += x * gy + y * gx
    }
    const at = block.forces + <usize>(bonds.from + i - block.firstAtom) * 3 * stride + offset
    add(at, fx)
    add(at + stride, fy)
    add(at + 2 * stride, fz)
    const w = block.virial + offset
    add(w, -xx)
    add(w + stride, -yy)
    add(w + 2 * stride, -zz)
    add(w + 3 * stride, -0.5 * yz)
    add(w + 4 * stride, -0.5 * xz)
    add(w + 5 * stride, -0.5 * xy)
  }
  rows.count = 0
}
