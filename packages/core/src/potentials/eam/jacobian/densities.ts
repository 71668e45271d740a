import { eachChunk, type JacobianWork } from "./work.ts"

/** First pass over pairs: ρ_i, D_ik = ∂ρ_i/∂θ_k, and the slopes and ∂g/∂θ that the second pass needs. */
export function gatherDensities(work: JacobianWork): void {
  const { functions, columns, half, firstAtom, firstPair, width, densityWidest, chunk, density, many } = work
  const { slopesI, slopesJ, planesI, planesJ } = work
  const { f, d2f, fk } = chunk

  const run = (number: number, m: number, n: number, slopes: Float64Array, planes: Float64Array): void => {
    const giver = functions.density[number]
    const local = m - firstPair
    const df = slopes.subarray(local, local + n)
    const dfk = planes.subarray(local * densityWidest, (local + n) * densityWidest)
    giver.jacobian(n, half.distances.subarray(m, m + n), work.parametersOf(giver, columns.density[number]), { f, df, d2f, fk, dfk })
  }
  const gather = (number: number, m: number, n: number, ends: Int32Array): void => {
    const first = columns.density[number] - columns.many - firstAtom * width
    const count = functions.density[number].parameters.length
    for (let q = 0; q < n; q++) density[ends[m + q] - firstAtom] += f[q]
    for (let k = 0; k < count; k++) {
      for (let q = 0; q < n; q++) many[ends[m + q] * width + first + k] += fk[k * n + q]
    }
  }

  eachChunk(work, ({ m, n, atI, atJ }) => {
    run(atI, m, n, slopesI, planesI)
    gather(atI, m, n, half.i)
    if (atI !== atJ) run(atJ, m, n, slopesJ, planesJ)
    else if (slopesJ !== slopesI) slopesJ.set(slopesI.subarray(m - firstPair, m - firstPair + n), m - firstPair)
    gather(atJ, m, n, half.j)
  })
}
