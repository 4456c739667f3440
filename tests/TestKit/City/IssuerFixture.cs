namespace Jinan.IndustryBrain.TestKit.City;

/// <summary>One issuer for all tests of a class: it keeps nothing that a test could leave behind.</summary>
public sealed class IssuerFixture : IAsyncLifetime
{
    internal TestIssuer Issuer { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Issuer = await TestIssuer.StartAsync();

    public ValueTask DisposeAsync() => Issuer.DisposeAsync();
}
