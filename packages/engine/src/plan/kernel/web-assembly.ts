interface Memory {
  readonly buffer: ArrayBuffer;
  /** By so many pages of 64 KiB; views of the old buffer are void. */
  grow(pages: number): number;
}

/** What is used of WebAssembly, which the library of the language does not describe. */
interface WebAssemblyApi {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
  readonly Memory: new (descriptor: { readonly initial: number }) => Memory;
}

/** Undefined where the platform has none. */
export const webAssembly = (globalThis as unknown as { readonly WebAssembly?: WebAssemblyApi }).WebAssembly;
