namespace Jinan.IndustryBrain.Browser.Tests;

/// <summary>One plant for all tests that break its machines, one after the other; each class has a factory of its own there.</summary>
[CollectionDefinition(Name)]
public sealed class BrokenMachine : ICollectionFixture<ConsoleFixture>
{
    public const string Name = "broken machines";
}
