using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Cockpit.Words;

/// <summary>What frame, faults and doors of the cockpit say.</summary>
internal static class CockpitPhrases
{
    public static readonly Phrase Product = new("济南产业大脑", "Jinan Industry Brain");
    public static readonly Phrase Skip = new("跳到内容", "Skip to content");
    public static readonly Phrase Pages = new("页面", "Pages");
    public static readonly Phrase Overview = new("总览", "Overview");
    public static readonly Phrase Map = new("地图", "Map");
    public static readonly Phrase Sectors = new("行业", "Sectors");
    public static readonly Phrase TimesIn = new("时间均为 {0}", "Times are {0}");
    public static readonly Phrase SignIn = new("登录", "Sign in");
    public static readonly Phrase SignOut = new("退出", "Sign out");
    public static readonly Phrase SignedOut = new("已退出", "You have signed out");
    public static readonly Phrase Broken = new("页面出现错误。请重新加载。", "This page met an error. Load it again.");
    public static readonly Phrase Reload = new("重新加载", "Load again");

    // Faults
    public static readonly Phrase Forbidden = new("无权查看此页", "You may not see this page");
    public static readonly Phrase ForbiddenDo = new(
        "驾驶舱仅限工业和信息化局使用。请用有权限的账号登录；工厂用户请使用本厂的边缘控制台。",
        "The cockpit is for the industry bureau. Sign in with an account that has this role; a factory's people use their own edge console.");
    public static readonly Phrase NotFound = new("没有此页", "There is no such page");
    public static readonly Phrase NotFoundDo = new("请从总览开始。", "Begin at the overview.");
    public static readonly Phrase SignInFailed = new("登录未完成", "The sign-in was not completed");
    public static readonly Phrase SignInFailedDo = new("请从总览重新登录。多次失败时，请管理员查看日志。", "Go to the overview to sign in again. If it fails again, the log says why.");
    public static readonly Phrase SessionEnded = new("登录已到期", "Your session has ended");
    public static readonly Phrase SessionEndedDo = new("请从总览重新登录。", "Go to the overview to sign in again.");
    public static readonly Phrase IssuerAway = new("统一身份认证暂不可用", "The city's identity provider does not answer");
    public static readonly Phrase IssuerAwayDo = new("请稍后再试；数据不受影响。", "Try again in a while; no data are lost meanwhile.");
    public static readonly Phrase Fault = new("请求未能完成（{0}）", "The request could not be completed ({0})");
    public static readonly Phrase FaultDo = new("请返回重试；原因在日志中。", "Go back and try again; the log says why.");
    public static readonly Phrase ToOverview = new("返回总览", "To the overview");
}
