/**
 * Solves `A X = B` for square A `[n × n]` and B `[n × m]`, row-major, by elimination with partial pivoting. For the small collocation
 * systems of splines, solved once when a function is made. Both arguments are overwritten; the solution is `right`.
 */
export function solveColumns(matrix: Float64Array, right: Float64Array, n: number, m: number): Float64Array {
  for (let column = 0; column < n; column++) {
    let pivot = column
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(matrix[row * n + column]) > Math.abs(matrix[pivot * n + column])) pivot = row
    }
    swapRows(matrix, column, pivot, n)
    swapRows(right, column, pivot, m)
    for (let row = column + 1; row < n; row++) {
      const factor = matrix[row * n + column] / matrix[column * n + column]
      if (factor === 0) continue
      for (let c = column; c < n; c++) matrix[row * n + c] -= factor * matrix[column * n + c]
      for (let c = 0; c < m; c++) right[row * m + c] -= factor * right[column * m + c]
    }
  }
  for (let row = n - 1; row >= 0; row--) {
    for (let c = 0; c < m; c++) {
      let sum = right[row * m + c]
      for (let k = row + 1; k < n; k++) sum -= matrix[row * n + k] * right[k * m + c]
      right[row * m + c] = sum / matrix[row * n + row]
    }
  }
  return right
}

function swapRows(matrix: Float64Array, a: number, b: number, width: number): void {
  if (a === b) return
  for (let c = 0; c < width; c++) {
    const held = matrix[a * width + c]
    matrix[a * width + c] = matrix[b * width + c]
    matrix[b * width + c] = held
  }
}
