// Every kernel that JavaScript calls. Memory is imported and managed from TypeScript; pointers are byte offsets into it.
export { version } from "./version"
export { wrapAtoms, binAtoms } from "./graph-bins"
export { collectEdges, fillEdges } from "./graph-edges"
