using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Jinan.IndustryBrain.Browser.Tests;

/// <summary>
/// From a machine that breaks to a task that is closed, as two people see it: an engineer at the factory's console and somebody of
/// the bureau at the city's cockpit, each at a browser, with all the services between them.
/// </summary>
[Collection(BrokenMachine.Name)]
public sealed partial class WholeWayTests(ConsoleFixture console)
{
    private const string Factory = "mat-01";
    private const float Patience = 150_000;

    [Fact]
    public async Task Fault_BecomesAWarningATaskAndAnAnswer_WithWhatTheFactoryReleasesAndNoMore()
    {
        Chromium.Require();
        await using var engineer = await ConsoleUser.ComeAsync(await console.OpenAsync());
        await engineer.SignInAsync("engineer", console.FirstPassword);
        await using var bureau = await ConsoleUser.ComeAsync(await console.OpenCityAsync());
        await bureau.SignInAtIssuerAsync("bureau");

        // The machine breaks: a case with the window that led to it.
        await engineer.Page.GotoAsync($"/factories/{Factory}/warnings");
        await PlantFaults.InjectAsync(console, Factory, "m1", "bearing-wear");
        var opened = engineer.Page.Locator("table.cases tbody tr a", new() { HasTextString = $"{Factory}-m1" });
        await Assertions.Expect(opened).ToBeVisibleAsync(new() { Timeout = Patience });
        await opened.ClickAsync();
        await engineer.SeeTextAsync(".verdict", "摘要一致");
        await engineer.SeeAsync(".plot-line");
        var address = engineer.Page.Url;
        var id = CaseId().Match(address).Value;

        // Nothing of it is in the city yet: nobody has released anything.
        await bureau.Page.GotoAsync($"/warnings/{Factory}/{id}");
        await bureau.SeeTextAsync("main .notice", "没有");

        // Confirmed warnings go, with their level and machine; the answer of the model stays.
        await engineer.Page.GotoAsync($"/factories/{Factory}/privacy");
        await engineer.SeeAsync(".policy input");
        await engineer.Page.GetByLabel("仅已确认的故障").CheckAsync();
        await engineer.Page.Locator(".policy input[type=checkbox]").Nth(0).CheckAsync();
        await engineer.Page.Locator(".policy input[type=checkbox]").Nth(2).CheckAsync();
        await engineer.Page.Locator(".policy button.primary").ClickAsync();
        await engineer.SeeAsync(".policy .notice.good");
        await engineer.Page.GotoAsync(address);
        await engineer.Page.GetByRole(AriaRole.Button, new() { Name = "确认故障" }).ClickAsync();
        await engineer.SeeTextAsync(".case header", "已确认故障");

        var row = bureau.Page.Locator("main tbody tr", new() { HasTextString = Factory });
        await bureau.Page.GotoAsync("/warnings");
        await Assertions.Expect(row).ToBeVisibleAsync(new() { Timeout = Patience });
        await Assertions.Expect(row).ToContainTextAsync($"{Factory}-m1");
        await Assertions.Expect(row).ToContainTextAsync("未公开");
        await row.GetByRole(AriaRole.Link).ClickAsync();
        await bureau.SeeTextAsync(".facts", $"{Factory}-m1");

        // The bureau asks; the factory pulls the task and answers; the bureau closes it.
        await bureau.Page.Locator("input[name=title]").FillAsync("请说明轴承更换计划");
        await bureau.Page.Locator("input[name=owner]").FillAsync("装备处");
        await bureau.Page.Locator("form.work-form button[type=submit]").ClickAsync();
        await bureau.Page.Locator(".notice.good a").ClickAsync();
        await bureau.SeeTextAsync("h1", "请说明轴承更换计划");

        await engineer.Page.GotoAsync($"/factories/{Factory}/tasks");
        var task = engineer.Page.Locator(".task", new() { HasTextString = "请说明轴承更换计划" });
        await Assertions.Expect(task).ToBeVisibleAsync(new() { Timeout = Patience });
        await task.Locator("textarea").FillAsync("本周六停机更换");
        await task.Locator("button.primary").ClickAsync();
        await Assertions.Expect(task.Locator(".answers")).ToContainTextAsync("本周六停机更换", new() { Timeout = Patience });

        // It comes to the open page by itself.
        await Assertions.Expect(bureau.Page.Locator("main td", new() { HasTextString = "本周六停机更换" })).ToBeVisibleAsync(new() { Timeout = Patience });
        await bureau.Page.Locator("button.primary").Last.ClickAsync();
        await Assertions.Expect(engineer.Page.Locator(".task", new() { HasTextString = "请说明轴承更换计划" }).Locator("textarea"))
            .ToHaveCountAsync(0, new() { Timeout = Patience });

        // The factory is told who looked.
        await engineer.Page.GotoAsync($"/factories/{Factory}/privacy");
        await Assertions.Expect(engineer.Page.Locator("main")).ToContainTextAsync("bureau", new() { Timeout = Patience });

        // In the other language, on the same page.
        await bureau.Page.Locator("a[lang=en]").First.ClickAsync();
        await bureau.SeeTextAsync("h1", "请说明轴承更换计划");
        await Assertions.Expect(bureau.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");

        Assert.Empty(engineer.Complaints);
        Assert.Empty(bureau.Complaints);
    }

    [GeneratedRegex("[0-9a-f]{24}$")]
    private static partial Regex CaseId();
}
