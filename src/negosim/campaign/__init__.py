"""Campaigns: the negotiation month by month, solved as a stochastic game and simulated."""

from negosim.campaign.certificate import Gap, certify
from negosim.campaign.choose import Rule
from negosim.campaign.compiled import CompiledCampaign, Mode
from negosim.campaign.game import CampaignGame
from negosim.campaign.monthly import MonthlyGame, markov_game
from negosim.campaign.solve import Course, solve

__all__ = [
    "CampaignGame",
    "CompiledCampaign",
    "Course",
    "Gap",
    "Mode",
    "MonthlyGame",
    "Rule",
    "certify",
    "markov_game",
    "solve",
]
