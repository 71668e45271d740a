import { kernels, type Kernels } from "../../kernels/kernels.ts"
import type { DenseBackend } from "./backend.ts"
import { webAssemblyBackend } from "./web-assembly.ts"

let chosen: DenseBackend | undefined
let own: { readonly backend: DenseBackend; readonly kernels: Kernels } | undefined

/** What multiplies matrices in this thread: the one given to `configureDense`, else our own. */
export function dense(): DenseBackend {
  if (chosen) return chosen
  // Tests and command lines may change the kernels; products must follow.
  if (own?.kernels !== kernels()) own = { backend: webAssemblyBackend(), kernels: kernels() }
  return own.backend
}

/** Makes this thread multiply matrices with `backend`, or with our own again. Every thread of a run is to use the same one. */
export function configureDense(backend?: DenseBackend): void {
  chosen = backend
}
