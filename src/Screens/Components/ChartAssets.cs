using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Jinan.IndustryBrain.Screens.Components;

/// <summary>
/// The scripts that draw, by the names that say what is in them: a browser keeps these and does not ask again. Nothing of it is
/// loaded where nothing is drawn.
/// </summary>
internal static class ChartAssets
{
    private const string Folder = "_content/Jinan.IndustryBrain.Screens";

    public static ValueTask<IJSObjectReference> ImportChartsAsync(this IJSRuntime js, ResourceAssetCollection assets) =>
        js.InvokeAsync<IJSObjectReference>("import", $"./{assets[$"{Folder}/charts.js"]}");

    public static string ECharts(this ResourceAssetCollection assets) => assets[$"{Folder}/echarts.js"];
}
