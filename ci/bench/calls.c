/* SPDX-License-Identifier: MIT */
/*
 * What a system call costs in C, in nanoseconds of CPU time: the calls of SystemCalls.java. With the argument "threaded" a second thread
 * sleeps meanwhile, as some always do in a JVM; the kernel then takes other, slower paths.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

static int in, out;
static long sink;

static void *sleeper(void *unused)
{
	(void)unused;
	pause();
	return NULL;
}

static long fionread(void)
{
	int count;
	int result = ioctl(in, FIONREAD, &count);

	return result < 0 ? -errno : result;
}

static long ebadf(void)
{
	int count;
	int result = ioctl(-1, FIONREAD, &count);

	return result < 0 ? -errno : result;
}

static long poll_ready(void)
{
	struct pollfd fd = {.fd = in, .events = POLLIN};
	int result = poll(&fd, 1, 0);

	return result < 0 ? -errno : result;
}

static long write_read(void)
{
	char bytes[8] = {0};
	ssize_t written = write(out, bytes, 8);
	ssize_t got = read(in, bytes, 8);

	return written < 0 || got < 0 ? -errno : written + got;
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return time.tv_sec * 1e9 + time.tv_nsec;
}

/* The mean over a slice of 200 ms, after a warm-up of the same length. */
static void measure(const char *name, long (*call)(void))
{
	double nanoseconds = 0;

	for (int slice = 0; slice < 2; slice++) {
		double start = now(), end = start;
		long calls = 0;

		while (end - start < 200e6) {
			for (int i = 0; i < 1000; i++)
				sink += call();
			calls += 1000;
			end = now();
		}
		nanoseconds = (end - start) / calls;
	}
	printf("%s %.1f\n", name, nanoseconds);
}

int main(int argc, char **argv)
{
	int fds[2];
	char bytes[8] = {0};
	pthread_t thread;

	if (pipe2(fds, O_NONBLOCK) || write(fds[1], bytes, 8) != 8) {
		perror("pipe2");
		return 1;
	}
	in = fds[0];
	out = fds[1];
	if (argc > 1 && !strcmp(argv[1], "threaded") && pthread_create(&thread, NULL, sleeper, NULL)) {
		fprintf(stderr, "pthread_create failed\n");
		return 1;
	}
	measure("fionread", fionread);
	measure("ebadf", ebadf);
	measure("poll", poll_ready);
	measure("writeRead", write_read);
	return 0;
}
