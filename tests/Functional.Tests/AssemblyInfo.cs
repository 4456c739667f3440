// Each test runs a whole plant with its services: two at once would be measured against each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
