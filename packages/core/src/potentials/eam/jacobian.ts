import type { Graph } from "../../graph/graph.ts"
import { pairSegments, speciesPair } from "../../graph/pair-segments.ts"
import { kernels } from "../../kernels/kernels.ts"
import type { RadialFunction } from "../functions/radial.ts"
import type { JacobianBlock } from "../potential.ts"
import { densityNumber, type EamColumns, type EamFunctions } from "./functions.ts"
import { sumPlanes, virialWeights } from "./planes.ts"

/** Pairs handled at a time; no power of two, so that the planes of a chunk do not fall on the same cache lines. */
const CHUNK = 1000

/**
 * Adds ∂(E, F, W)/∂θ of structure `s`. With D_ik = ∂ρ_i/∂θ_k and G_ik = dF′_i/dθ_k = ∂F′_i/∂θ_k + F″_i D_ik, the central force
 * S = φ′ + F′_i g_I + F′_j g_J of a pair has ∂S/∂θ_k = φ′_k + F′_i g_I,k + F′_j g_J,k + G_ik g_I + G_jk g_J. Each pair gathers its row of
 * these (only the pair parameters that reach it) and adds it to its six rows of forces; sums over the structure (energy, virial)
 * go parameter by parameter instead, and those of G atom by atom.
 *
 * @param species as in `evaluateEam`
 */
export function jacobianEam(
  functions: EamFunctions,
  columns: EamColumns,
  species: readonly number[],
  graph: Graph,
  s: number,
  theta: Float64Array,
  block: JacobianBlock,
): void {
  const { heap } = kernels()
  const half = pairSegments(graph)
  const { i: ends, j: tails, distances, directions } = half
  const count = functions.symbols.length
  const graphCount = graph.elements.length
  const firstAtom = graph.structures[s]
  const atoms = graph.structures[s + 1] - firstAtom
  const firstPair = half.offsets[s * half.pairs]
  const pairs = half.offsets[(s + 1) * half.pairs] - firstPair
  const width = columns.count - columns.many
  const widest = (list: readonly RadialFunction[]): number => Math.max(...list.map((f) => f.parameters.length))
  const pairWidest = widest(functions.pair)
  const densityWidest = widest(functions.density)
  const embeddingWidest = widest(functions.embedding)

  heap.scope(() => {
    const own = heap.f64(columns.count)
    own.set(theta.subarray(0, columns.count))
    const slice = (f: RadialFunction, column: number): Float64Array => own.subarray(column, column + f.parameters.length)
    const f = heap.f64(CHUNK)
    const df = heap.f64(CHUNK)
    const d2f = heap.f64(CHUNK)
    const fk = heap.f64(CHUNK * Math.max(pairWidest, densityWidest))
    const pairPlanes = heap.f64(CHUNK * pairWidest)
    const weights = heap.f64(6 * CHUNK)
    // What the second pass over pairs needs of the first: slopes and their parameter derivatives, planar within a chunk.
    const several = graphCount > 1
    const slopesI = heap.f64(pairs)
    const slopesJ = several ? heap.f64(pairs) : slopesI
    const planesI = heap.f64(pairs * densityWidest)
    const planesJ = several ? heap.f64(pairs * densityWidest) : planesI
    const density = new Float64Array(atoms)
    const slopes = new Float64Array(atoms)
    // D, then G, over the columns of densities and embeddings.
    const many = new Float64Array(atoms * width)
    const row = new Float64Array(columns.count)

    const eachChunk = (work: (m: number, n: number, a: number, b: number) => void): void => {
      for (let a = 0; a < graphCount; a++) {
        for (let b = a; b < graphCount; b++) {
          if (species[a] < 0 || species[b] < 0) continue
          const segment = s * half.pairs + speciesPair(a, b, graphCount)
          const last = half.offsets[segment + 1]
          for (let m = half.offsets[segment]; m < last; m += CHUNK) work(m, Math.min(CHUNK, last - m), species[a], species[b])
        }
      }
    }

    eachChunk((m, n, a, b) => {
      const x = distances.subarray(m, m + n)
      const local = m - firstPair
      const atI = densityNumber(functions.style, a, b, count)
      const atJ = densityNumber(functions.style, b, a, count)
      const run = (number: number, into: Float64Array, planes: Float64Array): void => {
        const giver = functions.density[number]
        giver.jacobian(n, x, slice(giver, columns.density[number]), {
          f,
          df: into.subarray(local, local + n),
          d2f,
          fk,
          dfk: planes.subarray(local * densityWidest, local * densityWidest + n * densityWidest),
        })
      }
      const gather = (number: number, at: Int32Array): void => {
        const first = columns.density[number] - columns.many - firstAtom * width
        for (let q = 0; q < n; q++) density[at[m + q] - firstAtom] += f[q]
        for (let k = 0; k < functions.density[number].parameters.length; k++) {
          for (let q = 0; q < n; q++) many[at[m + q] * width + first + k] += fk[k * n + q]
        }
      }
      run(atI, slopesI, planesI)
      gather(atI, ends)
      if (atI !== atJ) run(atJ, slopesJ, planesJ)
      else if (several) slopesJ.set(slopesI.subarray(local, local + n), local)
      gather(atJ, tails)
    })

    embed()

    eachChunk((m, n, a, b) => {
      const local = m - firstPair
      const atI = densityNumber(functions.style, a, b, count)
      const atJ = densityNumber(functions.style, b, a, count)
      const p = speciesPair(a, b, count)
      const pair = functions.pair[p]
      const pairCount = pair.parameters.length
      const pairColumn = columns.pair[p]
      const countI = functions.density[atI].parameters.length
      const countJ = functions.density[atJ].parameters.length
      const columnI = columns.density[atI]
      const columnJ = columns.density[atJ]
      const base = local * densityWidest
      const x = distances.subarray(m, m + n)
      pair.jacobian(n, x, slice(pair, pairColumn), { f, df, d2f, fk, dfk: pairPlanes })

      for (let k = 0; k < pairCount; k++) {
        let sum = 0
        for (let q = k * n; q < (k + 1) * n; q++) sum += fk[q]
        block.energy[block.column + pairColumn + k] += sum
      }
      virialWeights(n, m, distances, directions, undefined, weights)
      sumPlanes(n, pairCount, pairPlanes, 0, weights, block.virial, block.column + pairColumn, block.stride)
      // One function at both ends counts once, with the slopes of both.
      const same = atI === atJ
      for (let q = 0; q < n; q++) df[q] = slopes[ends[m + q] - firstAtom] + (same ? slopes[tails[m + q] - firstAtom] : 0)
      virialWeights(n, m, distances, directions, df, weights)
      sumPlanes(n, countI, planesI, base, weights, block.virial, block.column + columnI, block.stride)
      if (!same) {
        for (let q = 0; q < n; q++) df[q] = slopes[tails[m + q] - firstAtom]
        virialWeights(n, m, distances, directions, df, weights)
        sumPlanes(n, countJ, planesJ, base, weights, block.virial, block.column + columnJ, block.stride)
      }

      for (let q = 0; q < n; q++) {
        const atomI = ends[m + q] - firstAtom
        const atomJ = tails[m + q] - firstAtom
        if (atomI === atomJ) continue
        const gI = slopesI[local + q]
        const gJ = slopesJ[local + q]
        for (let c = 0, at = atomI * width, to = atomJ * width; c < width; c++)
          row[columns.many + c] = many[at + c] * gI + many[to + c] * gJ
        const slopeJ = slopes[atomJ]
        const slopeI = slopes[atomI] + (same ? slopeJ : 0)
        for (let k = 0, at = base + q; k < countI; k++, at += n) row[columnI + k] += slopeI * planesI[at]
        if (!same) for (let k = 0, at = base + q; k < countJ; k++, at += n) row[columnJ + k] += slopeJ * planesJ[at]
        let first = pairCount
        let behind = 0
        for (let k = 0, at = q; k < pairCount; k++, at += n) {
          const value = pairPlanes[at]
          row[pairColumn + k] = value
          if (value !== 0) {
            if (first > k) first = k
            behind = k + 1
          }
        }
        const u = 3 * (m + q)
        scatterRow(row, pairColumn + first, pairColumn + behind, atomI, atomJ, directions[u], directions[u + 1], directions[u + 2], block)
        scatterRow(row, columns.many, columns.count, atomI, atomJ, directions[u], directions[u + 1], directions[u + 2], block)
      }
    })

    spreadVirials()

    /** F and its derivatives of all atoms: energies, F′ into `slopes`, and D turned into G. */
    function embed(): void {
      const members = new Int32Array(atoms)
      const values = heap.f64(atoms)
      const out = {
        f: heap.f64(atoms),
        df: heap.f64(atoms),
        d2f: heap.f64(atoms),
        fk: heap.f64(atoms * embeddingWidest),
        dfk: heap.f64(atoms * embeddingWidest),
      }
      for (let a = 0; a < graphCount; a++) {
        if (species[a] < 0) continue
        const embedding = functions.embedding[species[a]]
        const column = columns.embedding[species[a]]
        let n = 0
        for (let atom = 0; atom < atoms; atom++) {
          if (graph.species[firstAtom + atom] !== a) continue
          members[n] = atom
          values[n++] = density[atom]
        }
        if (n === 0) continue
        embedding.jacobian(n, values, slice(embedding, column), out)
        for (let q = 0; q < n; q++) {
          const atom = members[q]
          slopes[atom] = out.df[q]
          for (let c = 0, at = atom * width, to = block.column + columns.many; c < width; c++) {
            block.energy[to + c] += out.df[q] * many[at + c]
            many[at + c] *= out.d2f[q]
          }
          for (let k = 0; k < embedding.parameters.length; k++) {
            block.energy[block.column + column + k] += out.fk[k * n + q]
            many[atom * width + column - columns.many + k] += out.dfk[k * n + q]
          }
        }
      }
    }

    /** −Σ_i G_ik Q_i with Q_i = Σ_j g_I r û⊗û. */
    function spreadVirials(): void {
      const tensors = new Float64Array(6 * atoms)
      for (let start = 0; start < pairs; start += CHUNK) {
        const n = Math.min(CHUNK, pairs - start)
        const m = firstPair + start
        virialWeights(n, m, distances, directions, undefined, weights)
        for (let v = 0; v < 6; v++) {
          for (let q = 0; q < n; q++) {
            tensors[6 * (ends[m + q] - firstAtom) + v] += weights[v * n + q] * slopesI[start + q]
            tensors[6 * (tails[m + q] - firstAtom) + v] += weights[v * n + q] * slopesJ[start + q]
          }
        }
      }
      for (let atom = 0; atom < atoms; atom++) {
        for (let v = 0; v < 6; v++) {
          const weight = tensors[6 * atom + v]
          for (let c = 0, at = atom * width, to = v * block.stride + block.column + columns.many; c < width; c++) {
            block.virial[to + c] += weight * many[at + c]
          }
        }
      }
    }
  })
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
