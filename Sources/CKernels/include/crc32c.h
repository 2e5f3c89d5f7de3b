#pragma once
#include <stddef.h>
#include <stdint.h>

/// Continues a CRC-32C (Castagnoli; reflected polynomial 0x82f63b78, initial value and final xor 0xffffffff).
/// `crc` is 0 for the first piece and the result of the piece before for every further one.
uint32_t ck_crc32c(uint32_t crc, const uint8_t *bytes, size_t count);
