using Jinan.IndustryBrain.AppHost.Installed;

namespace Jinan.IndustryBrain.AppHost.Tests.Installed;

/// <summary>An upgrade brings its own unit, for the user that the installation has.</summary>
public sealed class SystemdUnitRenewalTests
{
    [Fact]
    public void ForUserOf_UnitOfAnotherVersion_KeepsTheUserAlone() => Assert.Equal(
        "[Service]\nUser=brain\nGroup=plant\nRestart=always\n",
        SystemdUnit.ForUserOf("[Service]\nUser=brain\nGroup=plant\nRestart=no\n", "[Service]\nUser=industrybrain\nGroup=industrybrain\nRestart=always\n"));
}
