/**
 * Bytes of their own, outside of V8’s heap: a small `Buffer.alloc` lies within, and the garbage collector leaves copies behind where it
 * moves things.
 * @param length bytes
 */
export const ownMemory = (length: number): Buffer => Buffer.from(new ArrayBuffer(length))
