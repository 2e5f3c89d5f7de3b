#include "internal.h"

#include <stdlib.h>
#include <string.h>

bool cls_append(cls_buffer *buffer, const void *bytes, size_t count) {
    if (count > buffer->capacity - buffer->count) {
        size_t capacity = buffer->capacity ? buffer->capacity : 256;
        while (capacity - buffer->count < count) {
            if (capacity > SIZE_MAX / 2) return false;
            capacity *= 2;
        }
        uint8_t *grown = realloc(buffer->bytes, capacity);
        if (grown == NULL) return false;
        buffer->bytes = grown;
        buffer->capacity = capacity;
    }
    if (count > 0) memcpy(buffer->bytes + buffer->count, bytes, count);
    buffer->count += count;
    return true;
}

void cls_free_buffer(cls_buffer *buffer) {
    free(buffer->bytes);
    *buffer = (cls_buffer){0};
}
