import type { FunctionBuilder } from "../../../formula/wasm/function.ts"

/** Repeats `body` as often as the local `count` says, moving pointers on by so many bytes each time. */
export function emitBlocks(
  builder: FunctionBuilder,
  count: number,
  pointers: readonly (readonly [local: number, bytes: number])[],
  body: () => void,
): void {
  const left = (): void => {
    builder.get(count)
    builder.i32(0)
    builder.do("i32.gt_s")
  }
  left()
  builder.branch(() =>
    builder.loop(() => {
      body()
      for (const [local, bytes] of pointers) builder.advance(local, bytes)
      builder.advance(count, -1)
      left()
    }),
  )
}
