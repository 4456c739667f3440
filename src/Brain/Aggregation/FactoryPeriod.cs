namespace Jinan.IndustryBrain.Brain.Aggregation;

/// <summary>What one factory's insights of one period come to. It leaves the brain only within figures of k and more.</summary>
/// <param name="Unrelated">See <see cref="Registry.RegisteredFactory.Unrelated"/>.</param>
/// <param name="Level">The worst among its computed insights; <c>none</c> where nothing was computed.</param>
/// <param name="Machines">Machines with a computed insight.</param>
/// <param name="Answers">By indicator.</param>
/// <param name="Faults">Leading signals of its insights at level warning or alarm.</param>
internal sealed record FactoryPeriod(
    string Factory,
    string Sector,
    string District,
    string Unrelated,
    string Level,
    int Machines,
    IReadOnlyList<FactoryAnswer> Answers,
    IReadOnlyList<FactoryFault> Faults);

/// <summary>A factory's answers to one question.</summary>
internal sealed record FactoryAnswer(string Indicator, string Unit, double Mean, double Coverage);

/// <summary>What led to a warning.</summary>
internal sealed record FactoryFault(string Indicator, string Signal);
