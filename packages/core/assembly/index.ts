// Every kernel that JavaScript calls. Memory is imported and managed from TypeScript; pointers are byte offsets into it.
export { version } from "./version"
export { wrapAtoms, binAtoms } from "./graph-bins"
export { collectEdges, fillEdges } from "./graph-edges"
export { sortAtoms, addGhosts } from "./verlet-atoms"
export { binImages, listPairs } from "./verlet-list"
export { moveAtoms, addVirial, gatherForces } from "./verlet-motion"
