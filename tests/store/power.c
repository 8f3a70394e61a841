/* Logs what a program asks of the disk, in order, so that a test can cut the power after any of it. Loaded before the C
 * library (LD_PRELOAD); each call is carried out first, then written to the file that POWER_LOG names:
 * kind, length of the path, offset, length of the data; the path; the data. Numbers are 8 bytes, little-endian. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum { WRITE, CUT, SYNC, REMOVE, RENAME, SAID };

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static int log_file = -1;

static void tell(uint64_t kind, const char *path, uint64_t at, const void *data, uint64_t len)
{
    pthread_mutex_lock(&turn);
    if (log_file < 0 && getenv("POWER_LOG"))
        log_file = open(getenv("POWER_LOG"), O_WRONLY | O_APPEND | O_CREAT, 0600);
    uint64_t head[4] = { kind, strlen(path), at, len };
    size_t size = sizeof head + head[1] + len;
    char *line = malloc(size);
    if (line && log_file >= 0) {
        memcpy(line, head, sizeof head);
        memcpy(line + sizeof head, path, head[1]);
        if (len)
            memcpy(line + sizeof head + head[1], data, len);
        if (syscall(SYS_write, log_file, line, size) != (ssize_t)size)
            abort();
    }
    free(line);
    pthread_mutex_unlock(&turn);
}

static const char *name(int file, char *into)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t len = readlink(link, into, 4095);
    into[len < 0 ? 0 : len] = 0;
    return into;
}

#define REAL(type, call, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) \
        real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #call)

ssize_t write(int file, const void *data, size_t len)
{
    REAL(ssize_t, write, int, const void *, size_t);
    off_t at = lseek(file, 0, SEEK_CUR);
    ssize_t done = real(file, data, len);
    char path[4096];
    if (done > 0 && file == 1)
        tell(SAID, "", 0, data, done);
    else if (done > 0 && at >= 0 && *name(file, path) == '/')
        tell(WRITE, path, at, data, done);
    return done;
}

#define PWRITE(call) \
    ssize_t call(int file, const void *data, size_t len, off_t at) \
    { \
        REAL(ssize_t, call, int, const void *, size_t, off_t); \
        ssize_t done = real(file, data, len, at); \
        char path[4096]; \
        if (done > 0) \
            tell(WRITE, name(file, path), at, data, done); \
        return done; \
    }
PWRITE(pwrite)
PWRITE(pwrite64)

#define FTRUNCATE(call) \
    int call(int file, off_t len) \
    { \
        REAL(int, call, int, off_t); \
        int done = real(file, len); \
        char path[4096]; \
        if (!done) \
            tell(CUT, name(file, path), len, 0, 0); \
        return done; \
    }
FTRUNCATE(ftruncate)
FTRUNCATE(ftruncate64)

#define FSYNC(call) \
    int call(int file) \
    { \
        REAL(int, call, int); \
        int done = real(file); \
        char path[4096]; \
        if (!done) \
            tell(SYNC, name(file, path), 0, 0, 0); \
        return done; \
    }
FSYNC(fsync)
FSYNC(fdatasync)

int unlink(const char *path)
{
    REAL(int, unlink, const char *);
    int done = real(path);
    if (!done)
        tell(REMOVE, path, 0, 0, 0);
    return done;
}

int rename(const char *from, const char *to)
{
    REAL(int, rename, const char *, const char *);
    int done = real(from, to);
    if (!done)
        tell(RENAME, from, 0, to, strlen(to));
    return done;
}
