// Most tests start a web server or two: more at a time than there are cores only makes each slower.
[assembly: Xunit.v3.Parallelization(MaxThreads = 2)]
