// One plant with its services and one browser at a time.
[assembly: Xunit.v3.Parallelization(MaxThreads = 1)]
