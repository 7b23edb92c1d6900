// The byte that ends a line, whatever stands before it.

export const newline = 0x0a;
