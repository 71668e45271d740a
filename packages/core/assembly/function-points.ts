// Values of functions at many points, each point of a kind that says which function it is of.

/**
 * Arrays of f, f′, f″ by point, and of ∂f/∂θ and ∂f′/∂θ by parameter and point, `n` points a parameter. `columns` of θ are by kind and
 * parameter, `stride` a kind, those of parameters that a function does not have −1 and last.
 */
@unmanaged export class PointArrays {
  f: usize
  df: usize
  d2f: usize
  fk: usize
  dfk: usize
  kinds: usize
  columns: usize
  stride: i32
  n: i32
}

/**
 * Sorts n points by function, in their order: their numbers in `order`, their arguments x in `sorted`, and behind the points of function
 * k at `ends[k + 1]`. `table` says the function by kind; `ends` has `functions + 2` places, zero before.
 */
export function sortPoints(n: i32, kinds: usize, table: usize, functions: i32, x: usize, ends: usize, order: usize, sorted: usize): void {
  for (let k: usize = 0; k < <usize>n; k++) {
    const at = ends + (<usize>load<i32>(table + (<usize>load<i32>(kinds + (k << 2)) << 2)) << 2)
    store<i32>(at, load<i32>(at, 8) + 1, 8)
  }
  for (let k: usize = 1; k < <usize>functions + 1; k++) {
    const at = ends + (k << 2)
    store<i32>(at, load<i32>(at, 4) + load<i32>(at), 4)
  }
  // Now function k begins at ends[k + 1], which moves on to its end.
  for (let k: usize = 0; k < <usize>n; k++) {
    const at = ends + (<usize>load<i32>(table + (<usize>load<i32>(kinds + (k << 2)) << 2)) << 2)
    const place = <usize>load<i32>(at, 4)
    store<i32>(at, <i32>place + 1, 4)
    store<i32>(order + (place << 2), <i32>k)
    store<f64>(sorted + (place << 3), load<f64>(x + (k << 3)))
  }
}

/** `to[order[k]] = from[k]` for n numbers. */
export function placePoints(n: i32, order: usize, from: usize, to: usize): void {
  for (let k: usize = 0; k < <usize>n; k++) {
    store<f64>(to + (<usize>load<i32>(order + (k << 2)) << 3), load<f64>(from + (k << 3)))
  }
}

/** The column of parameter p of a point of this kind, −1 where it has no more. */
@inline export function columnOf(points: PointArrays, kind: i32, p: i32): i32 {
  return load<i32>(points.columns + (<usize>(kind * points.stride + p) << 2))
}

@inline export function kindOf(points: PointArrays, point: usize): i32 {
  return load<i32>(points.kinds + (point << 2))
}

@inline export function valueOf(values: usize, point: usize): f64 {
  return load<f64>(values + (point << 3))
}

/** ∂f/∂θ, or ∂f′/∂θ, of parameter p. */
@inline export function byParameter(planes: usize, points: PointArrays, p: i32, point: usize): f64 {
  return load<f64>(planes + ((<usize>(p * points.n) + point) << 3))
}
