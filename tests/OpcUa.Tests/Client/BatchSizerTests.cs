using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client;

public sealed class BatchSizerTests
{
    [Theory]
    [InlineData(0u, 200, 50)]
    [InlineData(1_000u, 200, 200)]
    [InlineData(100u, 200, 100)]
    public void Size_StartsFromWhatTheServerDeclares(uint declared, int maximum, int expected) =>
        Assert.Equal(expected, new BatchSizer(declared, maximum).Size);

    [Fact]
    public void Size_AfterTooMany_Halves_DownToOne()
    {
        var sizer = new BatchSizer(100, 200);
        Assert.True(sizer.ShrinkAfter(StatusCodes.BadTooManyOperations, 100));
        Assert.Equal(50, sizer.Size);
        Assert.True(sizer.ShrinkAfter(StatusCodes.BadRequestTooLarge, 3));
        Assert.Equal(1, sizer.Size);
        Assert.False(sizer.ShrinkAfter(StatusCodes.BadRequestTooLarge, 1));
    }

    [Fact]
    public void Size_AfterAnotherRefusal_Stays()
    {
        var sizer = new BatchSizer(100, 200);
        Assert.False(sizer.ShrinkAfter(StatusCodes.BadUserAccessDenied, 100));
        Assert.Equal(100, sizer.Size);
    }
}
