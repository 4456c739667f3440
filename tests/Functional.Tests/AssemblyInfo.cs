// Each test runs a whole plant with its services: two at once would be measured against each other.
[assembly: Xunit.v3.Parallelization(MaxThreads = 1)]
