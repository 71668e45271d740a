/** Distances of all neighbours within `cutoff` [Å] of an atom of an fcc crystal whose nearest neighbours are at `neighbour` [Å]. */
export function closePackedDistances(neighbour: number, cutoff: number): readonly number[] {
  const half = neighbour / Math.SQRT2
  const reach = Math.ceil(cutoff / half)
  const distances: number[] = []
  for (let a = -reach; a <= reach; a++) {
    for (let b = -reach; b <= reach; b++) {
      for (let c = -reach; c <= reach; c++) {
        const r = half * Math.hypot(a, b, c)
        if ((a + b + c) % 2 === 0 && r > 0 && r < cutoff) distances.push(r)
      }
    }
  }
  return distances
}
