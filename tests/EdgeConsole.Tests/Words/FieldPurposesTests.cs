using Jinan.IndustryBrain.EdgeConsole.Words;
using Jinan.IndustryBrain.Uplink.Disclosure;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Words;

public sealed class FieldPurposesTests
{
    [Fact]
    public void Fields_ThatCouldLeave_EachHaveAPurposeAndNoneIsLeftOver() => Assert.Equal(
        DisclosureFields.All.Select(field => (field.Kind, field.Path)).Order(), FieldPurposes.Known.Order());
}
