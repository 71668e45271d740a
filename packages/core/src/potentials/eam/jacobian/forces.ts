import type { JacobianBlock } from "../../potential.ts"
import { sumPlanes, virialWeights } from "./planes.ts"
import { eachChunk, type Chunk, type JacobianWork } from "./work.ts"

/** Second pass over pairs: energy and virial of the functions themselves parameter by parameter, forces pair by pair. */
export function scatterPairs(work: JacobianWork, block: JacobianBlock): void {
  const row = new Float64Array(work.columns.count)
  eachChunk(work, (chunk) => {
    sumEnergyAndVirial(work, chunk, block)
    scatterForces(work, chunk, row, block)
  })
}

/** Σ φ_k, −Σ r φ′_k û⊗û and −Σ r (F′_i g_I,k + F′_j g_J,k) û⊗û; leaves ∂φ′/∂θ in `chunk.dfk`. */
function sumEnergyAndVirial(work: JacobianWork, { m, n, pair, atI, atJ }: Chunk, block: JacobianBlock): void {
  const { functions, columns, half, firstAtom, firstPair, densityWidest, slopes, planesI, planesJ } = work
  const { f, df, d2f, fk, dfk, weights } = work.chunk
  const { i, j, distances, directions } = half
  const radial = functions.pair[pair]
  const count = radial.parameters.length
  const column = block.column + columns.pair[pair]
  radial.jacobian(n, distances.subarray(m, m + n), work.parametersOf(radial, columns.pair[pair]), { f, df, d2f, fk, dfk })
  for (let k = 0; k < count; k++) {
    let sum = 0
    for (let q = k * n; q < (k + 1) * n; q++) sum += fk[q]
    block.energy[column + k] += sum
  }
  virialWeights(n, m, distances, directions, undefined, weights)
  sumPlanes(n, count, dfk, 0, weights, block.virial, column, block.stride)

  const addDensity = (number: number, planes: Float64Array): void => {
    virialWeights(n, m, distances, directions, df, weights)
    const to = block.column + columns.density[number]
    sumPlanes(
      n,
      functions.density[number].parameters.length,
      planes,
      (m - firstPair) * densityWidest,
      weights,
      block.virial,
      to,
      block.stride,
    )
  }
  // One function at both ends counts once, with the slopes of both.
  const same = atI === atJ
  for (let q = 0; q < n; q++) df[q] = slopes[i[m + q] - firstAtom] + (same ? slopes[j[m + q] - firstAtom] : 0)
  addDensity(atI, planesI)
  if (same) return
  for (let q = 0; q < n; q++) df[q] = slopes[j[m + q] - firstAtom]
  addDensity(atJ, planesJ)
}

/** ∂S/∂θ of each pair, gathered in `row`, onto the forces of both ends: only pair parameters that reach it, all of the others. */
function scatterForces(work: JacobianWork, { m, n, pair, atI, atJ }: Chunk, row: Float64Array, block: JacobianBlock): void {
  const { functions, columns, half, firstAtom, firstPair, width, densityWidest, slopes, slopesI, slopesJ, planesI, planesJ, many } = work
  const { i, j, directions } = half
  const planes = work.chunk.dfk
  const start = columns.many
  const pairCount = functions.pair[pair].parameters.length
  const pairColumn = columns.pair[pair]
  const countI = functions.density[atI].parameters.length
  const countJ = functions.density[atJ].parameters.length
  const columnI = columns.density[atI]
  const columnJ = columns.density[atJ]
  const same = atI === atJ
  const local = m - firstPair
  const base = local * densityWidest
  for (let q = 0; q < n; q++) {
    const atomI = i[m + q] - firstAtom
    const atomJ = j[m + q] - firstAtom
    if (atomI === atomJ) continue
    const gI = slopesI[local + q]
    const gJ = slopesJ[local + q]
    for (let c = 0, at = atomI * width, to = atomJ * width; c < width; c++) row[start + c] = many[at + c] * gI + many[to + c] * gJ
    const slopeJ = slopes[atomJ]
    const slopeI = slopes[atomI] + (same ? slopeJ : 0)
    for (let k = 0, at = base + q; k < countI; k++, at += n) row[columnI + k] += slopeI * planesI[at]
    if (!same) for (let k = 0, at = base + q; k < countJ; k++, at += n) row[columnJ + k] += slopeJ * planesJ[at]
    let first = pairCount
    let behind = 0
    for (let k = 0, at = q; k < pairCount; k++, at += n) {
      const value = planes[at]
      row[pairColumn + k] = value
      if (value === 0) continue
      if (first > k) first = k
      behind = k + 1
    }
    const u = 3 * (m + q)
    const ux = directions[u]
    const uy = directions[u + 1]
    const uz = directions[u + 2]
    scatterRow(row, pairColumn + first, pairColumn + behind, atomI, atomJ, ux, uy, uz, block)
    scatterRow(row, start, columns.count, atomI, atomJ, ux, uy, uz, block)
  }
}

/** Adds `±û × row[first … behind − 1]` to the force rows of both ends of a pair. */
function scatterRow(
  row: Float64Array,
  first: number,
  behind: number,
  atomI: number,
  atomJ: number,
  ux: number,
  uy: number,
  uz: number,
  { forces, stride, column }: JacobianBlock,
): void {
  let x = 3 * atomI * stride + column + first
  let y = x + stride
  let z = y + stride
  let u = 3 * atomJ * stride + column + first
  let v = u + stride
  let w = v + stride
  for (let k = first; k < behind; k++) {
    const value = row[k]
    const fx = value * ux
    const fy = value * uy
    const fz = value * uz
    forces[x++] += fx
    forces[y++] += fy
    forces[z++] += fz
    forces[u++] -= fx
    forces[v++] -= fy
    forces[w++] -= fz
  }
}
