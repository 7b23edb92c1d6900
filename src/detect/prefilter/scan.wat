;; The innermost loop of every scan: 32 bytes a step, three questions to each byte, no answer forgotten between steps.
;; `npm run build:wasm` assembles this into wasm.ts, with the tables of tables.ts. layout.ts says what lies where.
;;
;;   1. Anchors (Teddy, as in Hyperscan): bit b of table pair n says "may be byte n of a window of bucket b". The low and
;;      the high half of each byte are looked up, the answers ANDed, and so are those for three bytes in a row.
;;   2. Runs: how many bytes up to here belong to an encoding's alphabet; told once, when there are 40.
;;   3. Wide runs: text of which each second byte, or three of four, is NUL; told once for each run.
;;
;; relaxed_swizzle is one instruction where swizzle is two; they agree, since each index here is below 16.
(module
  (import "akguard" "memory" (memory 1))

  ;; What one call hands to the next.
  (global $tail (mut i32) (i32.const 0))
  (global $wide (mut i32) (i32.const 0))
  (global $last0 (mut v128) (v128.const i64x2 0 0))
  (global $last1 (mut v128) (v128.const i64x2 0 0))

  (func (export "start")
    (global.set $tail (i32.const 0))
    (global.set $wide (i32.const 0))
    (global.set $last0 (v128.const i64x2 0 0))
    (global.set $last1 (v128.const i64x2 0 0)))

  ;; Scans [at, end), a multiple of 32 bytes, and returns where it stopped: at the end, or where the events were full.
  ;; Events go to 1024 and up, their number to 0. An event is an address times 4, plus 0 for an anchor (the address is
  ;; that of its third byte), 1 for a run (its first byte), 2 for a wide run (a step of 32 bytes inside).
  (func (export "scan") (param $at i32) (param $end i32) (result i32)
    (local $event i32) (local $tail i32) (local $wide i32) (local $length i32) (local $others i32) (local $bits i32)
    (local $bytes v128) (local $low v128) (local $high v128) (local $half v128) (local $zero v128)
    (local $last0 v128) (local $last1 v128) (local $hits0 v128) (local $hits1 v128)
    (local $this0 v128) (local $this1 v128)
    (local $low0 v128) (local $high0 v128) (local $low1 v128) (local $high1 v128)
    (local $low2 v128) (local $high2 v128) (local $lowRun v128) (local $highRun v128)

    (local.set $event (i32.const 1024))
    (local.set $tail (global.get $tail))
    (local.set $wide (global.get $wide))
    (local.set $last0 (global.get $last0))
    (local.set $last1 (global.get $last1))
    (local.set $low0 (v128.load offset=64 (i32.const 0)))
    (local.set $high0 (v128.load offset=80 (i32.const 0)))
    (local.set $low1 (v128.load offset=96 (i32.const 0)))
    (local.set $high1 (v128.load offset=112 (i32.const 0)))
    (local.set $low2 (v128.load offset=128 (i32.const 0)))
    (local.set $high2 (v128.load offset=144 (i32.const 0)))
    (local.set $lowRun (v128.load offset=160 (i32.const 0)))
    (local.set $highRun (v128.load offset=176 (i32.const 0)))
    ;; Loaded, not a constant: V8 would make a constant anew in each step.
    (local.set $half (v128.load offset=192 (i32.const 0)))

    (block $stop
      (loop $step
        (br_if $stop (i32.ge_u (local.get $at) (local.get $end)))

        ;; The first 16 bytes.
        (local.set $bytes (v128.load (local.get $at)))
        (local.set $low (v128.and (local.get $bytes) (local.get $half)))
        (local.set $high (v128.and (i16x8.shr_u (local.get $bytes) (i32.const 4)) (local.get $half)))
        (local.set $this0 (v128.and
          (i8x16.relaxed_swizzle (local.get $low0) (local.get $low))
          (i8x16.relaxed_swizzle (local.get $high0) (local.get $high))))
        (local.set $this1 (v128.and
          (i8x16.relaxed_swizzle (local.get $low1) (local.get $low))
          (i8x16.relaxed_swizzle (local.get $high1) (local.get $high))))
        (local.set $hits0 (v128.and
          (v128.and
            (i8x16.shuffle 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 (local.get $last0) (local.get $this0))
            (i8x16.shuffle 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 (local.get $last1) (local.get $this1)))
          (v128.and
            (i8x16.relaxed_swizzle (local.get $low2) (local.get $low))
            (i8x16.relaxed_swizzle (local.get $high2) (local.get $high)))))
        (local.set $others (i8x16.bitmask (i8x16.eq (local.get $zero) (v128.and
          (i8x16.relaxed_swizzle (local.get $lowRun) (local.get $low))
          (i8x16.relaxed_swizzle (local.get $highRun) (local.get $high))))))

        ;; The same for the second 16 bytes.
        (local.set $bytes (v128.load offset=16 (local.get $at)))
        (local.set $low (v128.and (local.get $bytes) (local.get $half)))
        (local.set $high (v128.and (i16x8.shr_u (local.get $bytes) (i32.const 4)) (local.get $half)))
        (local.set $last0 (v128.and
          (i8x16.relaxed_swizzle (local.get $low0) (local.get $low))
          (i8x16.relaxed_swizzle (local.get $high0) (local.get $high))))
        (local.set $last1 (v128.and
          (i8x16.relaxed_swizzle (local.get $low1) (local.get $low))
          (i8x16.relaxed_swizzle (local.get $high1) (local.get $high))))
        (local.set $hits1 (v128.and
          (v128.and
            (i8x16.shuffle 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 (local.get $this0) (local.get $last0))
            (i8x16.shuffle 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 (local.get $this1) (local.get $last1)))
          (v128.and
            (i8x16.relaxed_swizzle (local.get $low2) (local.get $low))
            (i8x16.relaxed_swizzle (local.get $high2) (local.get $high)))))
        (local.set $others (i32.or (local.get $others) (i32.shl
          (i8x16.bitmask (i8x16.eq (local.get $zero) (v128.and
            (i8x16.relaxed_swizzle (local.get $lowRun) (local.get $low))
            (i8x16.relaxed_swizzle (local.get $highRun) (local.get $high)))))
          (i32.const 16))))

        ;; $others: one bit for each byte outside of the alphabet. A run goes on up to its first bit.
        (local.set $length (i32.add (local.get $tail) (i32.ctz (local.get $others))))
        (if (i32.and (i32.lt_u (local.get $tail) (i32.const 40)) (i32.ge_u (local.get $length) (i32.const 40)))
          (then
            (i32.store (local.get $event)
              (i32.or (i32.shl (i32.sub (local.get $at) (local.get $tail)) (i32.const 2)) (i32.const 1)))
            (local.set $event (i32.add (local.get $event) (i32.const 4)))))
        (local.set $tail (select (i32.clz (local.get $others)) (local.get $length) (local.get $others)))

        ;; NUL is outside of the alphabet, so $others alone rules out wide text in nearly all steps.
        (if (i32.or
              (i32.eq (i32.or (local.get $others) (i32.const 0x55555555)) (i32.const -1))
              (i32.eq (i32.or (local.get $others) (i32.const 0xaaaaaaaa)) (i32.const -1)))
          (then
            (local.set $bits (i32.or
              (i8x16.bitmask (i8x16.eq (local.get $zero) (v128.load (local.get $at))))
              (i32.shl
                (i8x16.bitmask (i8x16.eq (local.get $zero) (v128.load offset=16 (local.get $at))))
                (i32.const 16))))
            ;; One pattern of four bytes eight times over, and the pattern is one of 5, 7, 10, 11, 13, 14.
            (if (i32.and
                  (i32.eq (local.get $bits)
                    (i32.mul (i32.and (local.get $bits) (i32.const 15)) (i32.const 0x11111111)))
                  (i32.shr_u (i32.const 0x6ca0) (i32.and (local.get $bits) (i32.const 15))))
              (then
                (if (i32.ne (local.get $bits) (local.get $wide))
                  (then
                    (i32.store (local.get $event)
                      (i32.or (i32.shl (local.get $at) (i32.const 2)) (i32.const 2)))
                    (local.set $event (i32.add (local.get $event) (i32.const 4)))))
                (local.set $wide (local.get $bits)))
              (else (local.set $wide (i32.const 0)))))
          (else (local.set $wide (i32.const 0))))

        (if (v128.any_true (v128.or (local.get $hits0) (local.get $hits1)))
          (then
            (local.set $bits (i32.xor (i32.const -1) (i32.or
              (i8x16.bitmask (i8x16.eq (local.get $hits0) (local.get $zero)))
              (i32.shl (i8x16.bitmask (i8x16.eq (local.get $hits1) (local.get $zero))) (i32.const 16)))))
            (loop $each
              (i32.store (local.get $event)
                (i32.shl (i32.add (local.get $at) (i32.ctz (local.get $bits))) (i32.const 2)))
              (local.set $event (i32.add (local.get $event) (i32.const 4)))
              (br_if $each (local.tee $bits
                (i32.and (local.get $bits) (i32.sub (local.get $bits) (i32.const 1))))))))

        (local.set $at (i32.add (local.get $at) (i32.const 32)))
        ;; A step adds 34 events at most.
        (br_if $step (i32.lt_u (local.get $event) (i32.const 8056)))))

    (global.set $tail (local.get $tail))
    (global.set $wide (local.get $wide))
    (global.set $last0 (local.get $last0))
    (global.set $last1 (local.get $last1))
    (i32.store (i32.const 0) (i32.shr_u (i32.sub (local.get $event) (i32.const 1024)) (i32.const 2)))
    (local.get $at))

  ;; Newlines in [at, end).
  (func (export "countNewlines") (param $at i32) (param $end i32) (result i32)
    (local $count i32) (local $newline v128)
    (local.set $newline (i8x16.splat (i32.const 10)))
    (block $rest
      (loop $step
        (br_if $rest (i32.gt_u (i32.add (local.get $at) (i32.const 32)) (local.get $end)))
        (local.set $count (i32.add (local.get $count) (i32.popcnt (i32.or
          (i8x16.bitmask (i8x16.eq (local.get $newline) (v128.load (local.get $at))))
          (i32.shl
            (i8x16.bitmask (i8x16.eq (local.get $newline) (v128.load offset=16 (local.get $at))))
            (i32.const 16))))))
        (local.set $at (i32.add (local.get $at) (i32.const 32)))
        (br $step)))
    (block $done
      (loop $byte
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $count (i32.add (local.get $count) (i32.eq (i32.load8_u (local.get $at)) (i32.const 10))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $byte)))
    (local.get $count)))
